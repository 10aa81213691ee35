/** Reads what judging needs of each sender: the touched spans and what their windows held before, never the history. */
import { sql } from 'kysely';
import { parseDecimal } from '@vf/money';
import type { CountedPayment, Position } from '../domain/counted-payment.js';
import type { SpanReading, SpanSeed } from '../domain/judge-span.js';
import { slicesBetween, type Span } from '../domain/touched-spans.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import type { FraudTransaction } from './fraud-database.js';

export interface SenderSpan {
  readonly senderId: string;
  readonly span: Span;
}

interface BorderRow {
  n: string;
  before_us: string | null;
  before_id: string | null;
  after_us: string | null;
  after_id: string | null;
  last_us: string | null;
  seed_payments: string;
  /** Legs by checkout; null when there are none, or the rule does not ask. */
  seed_checkouts: Record<string, number> | null;
  seed_sum: string;
}

interface PaymentRow {
  n: string;
  event_time_us: string;
  payment_id: string;
  amount: string;
  currency: string;
  checkout_id: string | null;
  in_span: boolean;
}

/** One reading for each span, in the order given. Two statements, whatever the number of spans. */
export async function readSpans(
  tx: FraudTransaction,
  rule: VelocityRule,
  spans: readonly SenderSpan[],
): Promise<SpanReading[]> {
  const borders = await readBorders(tx, rule, spans);
  const rows = await readPayments(tx, rule, spans, borders);
  const payments = new Map<number, { leaving: CountedPayment[]; inSpan: CountedPayment[] }>();
  for (const row of rows) {
    const n = Number(row.n);
    const lists = payments.get(n) ?? { leaving: [], inSpan: [] };
    (row.in_span ? lists.inSpan : lists.leaving).push(countedPayment(row));
    payments.set(n, lists);
  }
  return borders.map((row, index) => {
    const lists = payments.get(Number(row.n));
    const before = position(row.before_us, row.before_id);
    const after = position(row.after_us, row.after_id);
    return {
      span: spanAt(spans, index),
      seed: seedOf(row),
      leaving: lists?.leaving ?? [],
      payments: lists?.inSpan ?? [],
      ...(before && { before }),
      ...(after && { after }),
    };
  });
}

const seedOf = ({ seed_payments: payments, seed_sum: sum, seed_checkouts: checkouts }: BorderRow): SpanSeed => ({
  payments: Number(payments),
  sum: BigInt(sum),
  checkouts: new Map(Object.entries(checkouts ?? {})),
});

/**
 * The span in parts of about so many payments, which are read one after the other: an episode that goes on for weeks must
 * not be in memory at once.
 */
export async function sliceSpan(
  tx: FraudTransaction,
  { senderId, span }: SenderSpan,
  payments: number,
): Promise<Span[]> {
  const { rows } = await sql<{ event_time_us: string }>`
    SELECT event_time_us FROM (
      SELECT event_time_us, row_number() OVER (ORDER BY event_time_us, payment_id) AS n
      FROM payment_window AS w
      WHERE w.counted AND w.sender_id = ${senderId}::uuid
        AND w.event_time_us BETWEEN ${span.fromUs.toString()}::bigint AND ${span.toUs.toString()}::bigint) AS numbered
    WHERE n % ${payments}::bigint = 0 ORDER BY n`.execute(tx);
  return slicesBetween(
    span,
    rows.map((row) => BigInt(row.event_time_us)),
  );
}

/** What stands at the borders of each span, and the seed of its first window. */
async function readBorders(tx: FraudTransaction, rule: VelocityRule, spans: readonly SenderSpan[]) {
  const { rows } = await sql<BorderRow>`
    SELECT span.n, before.event_time_us AS before_us, before.payment_id AS before_id,
      after.event_time_us AS after_us, after.payment_id AS after_id,
      inside.last_us, seed.seed_payments, seed.seed_sum, legs.seed_checkouts
    FROM ${spanTable(spans)}
    LEFT JOIN LATERAL (
      SELECT event_time_us, payment_id FROM payment_window AS w
      WHERE w.counted AND w.sender_id = span.sender_id AND w.event_time_us < span.from_us
      ORDER BY event_time_us DESC, payment_id DESC LIMIT 1) AS before ON true
    LEFT JOIN LATERAL (
      SELECT event_time_us, payment_id FROM payment_window AS w
      WHERE w.counted AND w.sender_id = span.sender_id AND w.event_time_us > span.to_us
      ORDER BY event_time_us, payment_id LIMIT 1) AS after ON true
    CROSS JOIN LATERAL (
      SELECT max(event_time_us) AS last_us FROM payment_window AS w
      WHERE w.counted AND w.sender_id = span.sender_id
        AND w.event_time_us BETWEEN span.from_us AND span.to_us) AS inside
    CROSS JOIN LATERAL (
      SELECT count(*) AS seed_payments,
        (100 * coalesce(sum(amount) FILTER (WHERE currency = ${rule.currency}), 0))::bigint AS seed_sum
      FROM payment_window AS w
      WHERE w.counted AND w.sender_id = span.sender_id
        AND w.event_time_us >= span.from_us - ${rule.windowUs}::bigint AND w.event_time_us < span.from_us) AS seed
    CROSS JOIN LATERAL (
      SELECT jsonb_object_agg(checkout_id, legs) AS seed_checkouts FROM (
        SELECT checkout_id, count(*) AS legs FROM payment_window AS w
        WHERE ${rule.countBy === 'checkout'}::boolean AND w.checkout_id IS NOT NULL
          AND w.counted AND w.sender_id = span.sender_id
          AND w.event_time_us >= span.from_us - ${rule.windowUs}::bigint AND w.event_time_us < span.from_us
        GROUP BY checkout_id) AS baskets) AS legs
    ORDER BY span.n`.execute(tx);
  return rows;
}

/** The payments in each span, and those that leave its windows before its last payment. */
async function readPayments(
  tx: FraudTransaction,
  rule: VelocityRule,
  spans: readonly SenderSpan[],
  borders: readonly BorderRow[],
): Promise<PaymentRow[]> {
  const { rows } = await sql<PaymentRow>`
    SELECT span.n, w.event_time_us, w.payment_id, w.amount, w.currency, w.checkout_id,
      w.event_time_us >= span.from_us AS in_span
    FROM ${spanTable(spans)}
    JOIN unnest(${borders.map((row) => row.last_us)}::bigint[]) WITH ORDINALITY AS inside (last_us, n) USING (n)
    CROSS JOIN LATERAL (
      SELECT * FROM payment_window AS p
      WHERE p.counted AND p.sender_id = span.sender_id AND p.event_time_us BETWEEN span.from_us AND span.to_us
      UNION ALL
      SELECT * FROM payment_window AS p
      WHERE p.counted AND p.sender_id = span.sender_id
        AND p.event_time_us >= span.from_us - ${rule.windowUs}::bigint
        AND p.event_time_us < least(span.from_us, inside.last_us - ${rule.windowUs}::bigint)) AS w
    WHERE inside.last_us IS NOT NULL
    ORDER BY span.n, w.event_time_us, w.payment_id`.execute(tx);
  return rows;
}

const spanTable = (spans: readonly SenderSpan[]) => sql`
  unnest(
    ${spans.map(({ senderId }) => senderId)}::uuid[],
    ${spans.map(({ span }) => span.fromUs.toString())}::bigint[],
    ${spans.map(({ span }) => span.toUs.toString())}::bigint[]
  ) WITH ORDINALITY AS span (sender_id, from_us, to_us, n)`;

function spanAt(spans: readonly SenderSpan[], index: number): Span {
  const found = spans[index];
  if (!found) throw new Error('a span was read that was not asked for');
  return found.span;
}

const position = (us: string | null, paymentId: string | null): Position | undefined =>
  us === null || paymentId === null ? undefined : { timeUs: BigInt(us), paymentId };

const countedPayment = (row: PaymentRow): CountedPayment => ({
  timeUs: BigInt(row.event_time_us),
  paymentId: row.payment_id,
  amount: parseDecimal(row.amount),
  currency: row.currency,
  checkoutId: row.checkout_id,
});
