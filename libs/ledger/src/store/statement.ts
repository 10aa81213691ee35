/** The entries of one wallet over a stretch of time, at a cut, page by page. */
import { sql } from 'kysely';
import { parseDecimal, type Hundredths } from '@vf/money';
import type { Cut } from '../domain/cut.js';
import type { LedgerTransaction } from './ledger-database.js';
import { committedBy } from './read-at-cut.js';

export interface StatementQuery {
  readonly walletId: string;
  /** Entries at this time or later, in microseconds since 1970; from the first on without it. */
  readonly fromUs?: bigint;
  /** Entries before this time; up to the cut without it. */
  readonly toUs?: bigint;
  /** Entries after this wallet_seq: where the page before ended. */
  readonly afterSeq?: bigint;
  readonly limit: number;
}

export interface StatementEntry {
  readonly ledgerId: bigint;
  readonly walletSeq: bigint;
  readonly paymentId: string;
  readonly type: string;
  /** Signed: what the entry did to the wallet. */
  readonly delta: Hundredths;
  readonly balanceAfter: Hundredths;
  readonly createdAtUs: bigint;
  /** What is known of the payment; it comes on a topic of its own. */
  readonly payment?: {
    readonly reference: string;
    readonly senderId: string;
    readonly recipientId: string;
    readonly status: string;
  };
}

export interface Statement {
  /** Balance before the first entry of the stretch, and after its last; of the whole stretch, not of the page. */
  readonly openingBalance: Hundredths;
  readonly closingBalance: Hundredths;
  /** In order of wallet_seq, one more than the page holds when there are more. */
  readonly entries: readonly StatementEntry[];
}

interface Border {
  readonly seq: bigint;
  readonly balance: Hundredths;
}

/** Times rise with wallet_seq (the source stamps them under the wallet's lock), so a stretch of time is one of numbers. */
export async function statementAtCut(tx: LedgerTransaction, cut: Cut, query: StatementQuery): Promise<Statement> {
  const opening = query.fromUs === undefined ? BEGINNING : await lastBefore(tx, cut, query.walletId, query.fromUs);
  const closing = await lastBefore(tx, cut, query.walletId, query.toUs);
  // A stretch without entries stands still, also when its end lies before its beginning.
  const closed = closing.seq > opening.seq ? closing : opening;
  const afterSeq = query.afterSeq !== undefined && query.afterSeq > opening.seq ? query.afterSeq : opening.seq;
  return {
    openingBalance: opening.balance,
    closingBalance: closed.balance,
    entries: await entriesBetween(tx, { cut, ...query, afterSeq, lastSeq: closed.seq }),
  };
}

const BEGINNING: Border = { seq: 0n, balance: parseDecimal('0') };

/** The wallet's last entry before a time, or its last one. */
async function lastBefore(tx: LedgerTransaction, cut: Cut, walletId: string, timeUs?: bigint): Promise<Border> {
  let query = tx
    .selectFrom('entry')
    .select(['wallet_seq', 'balance_after'])
    .where('wallet_id', '=', walletId)
    .where(committedBy('entry', cut))
    .limit(1);
  query =
    timeUs === undefined
      ? query.orderBy('wallet_seq', 'desc')
      : query
          .where('created_at_us', '<', timeUs.toString())
          .orderBy('created_at_us', 'desc')
          .orderBy('wallet_seq', 'desc');
  const row = await query.executeTakeFirst();
  return row ? { seq: BigInt(row.wallet_seq), balance: parseDecimal(row.balance_after) } : BEGINNING;
}

interface EntryRow {
  ledger_id: string;
  wallet_seq: string;
  payment_id: string;
  type: string;
  delta: string;
  balance_after: string;
  created_at_us: string;
  reference: string | null;
  sender_id: string | null;
  recipient_id: string | null;
  status: string | null;
}

interface Stretch {
  readonly walletId: string;
  readonly cut: Cut;
  readonly afterSeq: bigint;
  readonly lastSeq: bigint;
  readonly limit: number;
}

async function entriesBetween(tx: LedgerTransaction, stretch: Stretch): Promise<StatementEntry[]> {
  const { rows } = await sql<EntryRow>`
    SELECT entry.ledger_id, entry.wallet_seq, entry.payment_id, entry.type, entry.delta, entry.balance_after,
      entry.created_at_us, payment.reference, payment.sender_id, payment.recipient_id, payment.status
    FROM entry LEFT JOIN payment ON payment.id = entry.payment_id
    WHERE entry.wallet_id = ${stretch.walletId}::uuid AND ${committedBy('entry', stretch.cut)}
      AND entry.wallet_seq > ${stretch.afterSeq.toString()}::bigint
      AND entry.wallet_seq <= ${stretch.lastSeq.toString()}::bigint
    ORDER BY entry.wallet_seq LIMIT ${stretch.limit + 1}`.execute(tx);
  return rows.map(statementEntryOf);
}

function statementEntryOf(row: EntryRow): StatementEntry {
  const { reference, sender_id: senderId, recipient_id: recipientId, status } = row;
  const known = reference !== null && senderId !== null && recipientId !== null && status !== null;
  return {
    ledgerId: BigInt(row.ledger_id),
    walletSeq: BigInt(row.wallet_seq),
    paymentId: row.payment_id,
    type: row.type,
    delta: parseDecimal(row.delta),
    balanceAfter: parseDecimal(row.balance_after),
    createdAtUs: BigInt(row.created_at_us),
    ...(known && { payment: { reference, senderId, recipientId, status } }),
  };
}
