import { microsecondsOf, type LedgerChange } from '@vf/contracts';
import { hundredths, parseDecimal, type Hundredths } from '@vf/money';
import type { CommitPosition } from './commit-position.js';

/** Where a change was read, kept with each row: the way back from a figure to the record that made it. */
export interface Provenance {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The event's id, or the snapshot's for what a snapshot found. */
  readonly eventId: string;
}

/** One ledger row of the source. Rows are only ever added there, and so here. */
export interface Entry {
  readonly ledgerId: bigint;
  readonly paymentId: string;
  readonly walletId: string;
  /** 1, 2, 3 ... per wallet: its order, and the proof that none is missing. */
  readonly walletSeq: bigint;
  readonly type: LedgerRow['type'];
  /** Always positive; the direction is in the balances. */
  readonly amount: Hundredths;
  readonly balanceBefore: Hundredths;
  readonly balanceAfter: Hundredths;
  readonly createdAtUs: bigint;
  readonly commit: CommitPosition;
  readonly provenance: Provenance;
}

type LedgerRow = NonNullable<LedgerChange['after']>;

/** What the entry did to its wallet: negative for a debit. */
export function deltaOf(entry: Pick<Entry, 'balanceBefore' | 'balanceAfter'>): Hundredths {
  return hundredths(entry.balanceAfter - entry.balanceBefore);
}

/**
 * The entry of a change. Throws RangeError when the change is not a new row: the source refuses to update or delete ledger
 * rows, so such a record is a fault that must be seen and not applied.
 */
export function entryOf(change: LedgerChange, provenance: Provenance, commit: CommitPosition): Entry {
  const row = change.after;
  if (!row || (change.op !== 'c' && change.op !== 'r')) throw new RangeError('a ledger row was changed or deleted');
  return {
    ledgerId: BigInt(row.id),
    paymentId: row.payment_id,
    walletId: row.wallet_id,
    walletSeq: BigInt(row.wallet_seq),
    type: row.type,
    amount: parseDecimal(row.amount),
    balanceBefore: parseDecimal(row.balance_before),
    balanceAfter: parseDecimal(row.balance_after),
    createdAtUs: microsecondsOf(row.created_at),
    commit,
    provenance,
  };
}
