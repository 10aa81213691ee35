/**
 * The alerts there must be, from the source's own rows by SQL alone: window functions and gaps-and-islands, nothing of
 * the fraud context. What the stream, the windows and the outbox give in the end is compared with it.
 */
import type { ClientBase } from 'pg';
import { systemAccounts } from '@vf/contracts';

/** The rule's figures as the domain guide states them; written again here, so that a wrong figure there shows. */
export interface OracleRule {
  readonly id: string;
  readonly version: number;
  readonly windowMs: number;
  readonly maxCount: number;
  /** Decimal text of the currency's unit. */
  readonly maxSum: string;
  readonly currency: string;
  /** `checkout`: the legs of one checkout count as one. */
  readonly countBy: 'payment' | 'checkout';
  readonly exemptSenderIds: readonly string[];
}

export const velocityRule: OracleRule = {
  id: 'velocity',
  version: 1,
  windowMs: 3_600_000,
  maxCount: 10,
  maxSum: '5000000.00',
  currency: 'RWF',
  countBy: 'payment',
  exemptSenderIds: systemAccounts.map((account) => account.userId),
};

/** One episode: a maximal run, in order of time and id, of a sender's payments whose own closed window breaches. */
export interface OracleAlert {
  /** UUID, as the fraud context derives it. */
  readonly alertId: string;
  readonly senderId: string;
  readonly firstPaymentId: string;
  readonly lastPaymentId: string;
  readonly breachingPayments: number;
  readonly peakCount: number;
  /** Hundredths of the rule's currency. */
  readonly peakSum: bigint;
}

interface Row {
  alert_id: string;
  sender_id: string;
  first_payment_id: string;
  last_payment_id: string;
  breaching_payments: number;
  peak_count: number;
  peak_sum: string;
}

const SQL = `
  WITH counted AS (
    SELECT id, sender_id, created_at, amount, currency, checkout_id FROM payments
    WHERE status <> 'failed' AND sender_id <> ALL ($7::uuid[])
  ), windowed AS (
    SELECT id, sender_id, created_at,
      CASE WHEN $8::text = 'payment' THEN count(*) OVER preceding ELSE
        (SELECT count(DISTINCT coalesce(own.checkout_id, own.id)) FROM counted AS own
         WHERE own.sender_id = counted.sender_id AND own.created_at
           BETWEEN counted.created_at - make_interval(secs => $3::bigint / 1000.0) AND counted.created_at)
      END AS window_count,
      coalesce(sum(amount) FILTER (WHERE currency = $6) OVER preceding, 0) AS window_sum
    FROM counted
    WINDOW preceding AS (
      PARTITION BY sender_id ORDER BY created_at
      RANGE BETWEEN make_interval(secs => $3::bigint / 1000.0) PRECEDING AND CURRENT ROW)
  ), judged AS (
    SELECT *, window_count > $4::bigint OR window_sum > $5::numeric AS breaches FROM windowed
  ), islands AS (
    SELECT *,
      row_number() OVER (PARTITION BY sender_id ORDER BY created_at, id)
        - row_number() OVER (PARTITION BY sender_id, breaches ORDER BY created_at, id) AS island
    FROM judged
  ), episodes AS (
    SELECT sender_id,
      (array_agg(id ORDER BY created_at, id))[1] AS first_payment_id,
      (array_agg(id ORDER BY created_at DESC, id DESC))[1] AS last_payment_id,
      count(*)::int AS breaching_payments,
      max(window_count)::int AS peak_count,
      (100 * max(window_sum))::bigint AS peak_sum
    FROM islands WHERE breaches GROUP BY sender_id, island
  ), named AS (
    SELECT *, encode(sha256(convert_to(
      concat_ws('/', 'vendorflow', 'alert', $1::text, $2::int, sender_id, first_payment_id), 'UTF8')), 'hex') AS digest
    FROM episodes
  )
  SELECT (left(digest, 12) || '8' || substr(digest, 14, 3)
      || substr('89ab', 1 + (('x' || substr(digest, 17, 1))::bit(4)::int & 3), 1) || substr(digest, 18, 15))::uuid AS alert_id,
    sender_id, first_payment_id, last_payment_id, breaching_payments, peak_count, peak_sum
  FROM named ORDER BY sender_id, first_payment_id`;

/** The canonical alerts over all payments of the source database, in order of sender and first payment. */
export async function fraudOracle(client: ClientBase, rule: OracleRule = velocityRule): Promise<OracleAlert[]> {
  const { rows } = await client.query<Row>(SQL, [
    rule.id,
    rule.version,
    rule.windowMs,
    rule.maxCount,
    rule.maxSum,
    rule.currency,
    rule.exemptSenderIds,
    rule.countBy,
  ]);
  return rows.map((row) => ({
    alertId: row.alert_id,
    senderId: row.sender_id,
    firstPaymentId: row.first_payment_id,
    lastPaymentId: row.last_payment_id,
    breachingPayments: row.breaching_payments,
    peakCount: row.peak_count,
    peakSum: BigInt(row.peak_sum),
  }));
}
