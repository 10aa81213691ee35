import type { Hundredths } from '@vf/money';

/** A row of the ledger as it is read back. Amounts are positive; the direction is balanceAfter - balanceBefore. */
export interface LedgerEntry {
  /** The database's number; unique on the platform, in no order that means anything. */
  readonly id: string;
  readonly paymentId: string;
  readonly walletId: string;
  readonly type: 'debit' | 'credit' | 'fee' | 'refund';
  readonly amount: Hundredths;
  readonly balanceBefore: Hundredths;
  readonly balanceAfter: Hundredths;
  /** 1, 2, 3 ... per wallet. */
  readonly seq: bigint;
  readonly currency: string;
  readonly createdAt: bigint;
}
