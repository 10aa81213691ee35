import type { PaymentChange, WalletChange } from '@vf/contracts';
import type { CommitPosition } from './commit-position.js';

/** A wallet as far as the projection needs it: what never changes. Its balance comes from entries, never from here. */
export interface Wallet {
  readonly id: string;
  readonly userId: string;
  readonly currency: string;
  readonly kind: string;
  /** The commit it was first heard of in. */
  readonly commit: CommitPosition;
}

/** A payment as far as statements show it. */
export interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly senderId: string;
  readonly recipientId: string;
  readonly status: string;
  readonly rowVersion: bigint;
  /** Leads the version: in a new epoch a restored source counts from an earlier one. */
  readonly epoch: number;
}

/** Undefined for a delete: entries keep the wallet they were posted to. */
export function walletOf(change: WalletChange, commit: CommitPosition): Wallet | undefined {
  const row = change.after;
  if (!row) return undefined;
  return {
    id: row.id,
    userId: row.user_id,
    currency: row.currency,
    kind: row.kind,
    commit,
  };
}

/** Undefined for a delete: a statement keeps the reference it showed. */
export function paymentOf(change: PaymentChange, { epoch }: CommitPosition): Payment | undefined {
  const row = change.after;
  if (!row) return undefined;
  return {
    id: row.id,
    reference: row.reference,
    senderId: row.sender_id,
    recipientId: row.recipient_id,
    status: row.status,
    rowVersion: BigInt(row.row_version),
    epoch,
  };
}

/** Whom the owner of a wallet dealt with; for a fee the platform's wallet takes, the one who paid. */
export function counterpartyOf(ownerId: string, payment: Pick<Payment, 'senderId' | 'recipientId'>): string {
  return payment.senderId === ownerId ? payment.recipientId : payment.senderId;
}
