/** The words of posting: what the locks found, what is decided. Data only. */
import type { Hundredths } from '@vf/money';
import type { FeeBearer } from './fees.js';
import type { Grant } from './grants.js';
import type { KycLimits } from './kyc-limits.js';
import type {
  CheckoutRequest,
  FreezeRequest,
  KeyedOperation,
  KeyKind,
  PaymentOrder,
  RefundRequest,
} from './operations.js';

/** Microseconds since 1970, the resolution of PostgreSQL's TIMESTAMPTZ. */
export type Micros = bigint;

/** A wallet as it is under the batch's lock. */
export interface LockedWallet {
  readonly id: string;
  readonly userId: string;
  /** The client that registered its user; null for the platform's own wallets. */
  readonly clientId: string | null;
  readonly kind: 'user' | 'platform' | 'clearing';
  readonly balance: Hundredths;
  readonly held: Hundredths;
  readonly currency: string;
  readonly isFrozen: boolean;
  /** wallet_seq of its last entry, 0 when it has none. */
  readonly ledgerSeq: bigint;
  readonly updatedAt: Micros;
  /** Its user's role; read only for batches that ask for it. */
  readonly role?: 'customer' | 'vendor' | 'admin';
  /** What its user may spend, where the user's KYC status limits it. */
  readonly limits?: KycLimits;
}

/** What a payment that is not captured yet holds in its sender's wallet. */
export interface Hold {
  /** The amount that may be captured. */
  readonly authorised: Hundredths;
  /** What the wallet holds for it: with the fee, when the sender bears it. */
  readonly held: Hundredths;
  readonly feeBasisPoints: number;
  /** Null for a payout, which ends by being settled. */
  readonly expiresAt: Micros | null;
  readonly state: 'open' | 'captured' | 'voided' | 'expired';
}

export type PaymentStatus = 'pending' | 'processing' | 'success' | 'failed' | 'refunded';

/** A payment as it is under the batch's lock. */
export interface LockedPayment {
  readonly id: string;
  /** The client that asked for it; null when the platform did. */
  readonly clientId: string | null;
  readonly reference: string;
  readonly clientReference: string | null;
  readonly senderId: string;
  readonly recipientId: string;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  /** What was authorised until it is captured, then what was captured. */
  readonly amount: Hundredths;
  readonly fee: Hundredths;
  readonly feeBearer: FeeBearer;
  readonly feeWalletId: string | null;
  readonly refunded: Hundredths;
  readonly feeRefunded: Hundredths;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly failureCode: string | null;
  readonly provider: string;
  /** JSON text. */
  readonly metadata: string;
  readonly createdAt: Micros;
  readonly checkoutId: string | null;
  readonly hold: Hold | null;
}

/** What a key's first request was answered. */
export interface Answer {
  readonly status: number;
  /** JSON text, given again byte for byte. */
  readonly body: string;
}

/** A key that an earlier request has taken. */
export interface KnownKey {
  readonly fingerprint: string;
  /** The id of what that request made: a payment, checkout or refund, or the operation's own. */
  readonly madeId: string;
  /** The payment it made or acted on; null for a checkout or a wallet. */
  readonly paymentId: string | null;
  readonly answer: Answer;
}

/** Why money was refused under the lock. It is kept, and the key is pinned to the refusal. */
export type FailureCode =
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'currency_mismatch'
  | 'balance_limit_exceeded'
  | 'fee_too_large'
  | 'kyc_limit_exceeded'
  | 'grant_limit_exceeded';

/** Which party a refusal is about. */
export type Party = 'sender' | 'recipient' | 'platform';

export interface Failure {
  readonly code: FailureCode;
  readonly party: Party;
}

/** A payment as decided now, with all that its row and its answer show. */
export interface DecidedPayment {
  readonly request: PaymentOrder;
  readonly senderId: string;
  readonly recipientId: string;
  readonly status: PaymentStatus;
  readonly failure: Failure | null;
  readonly fee: Hundredths;
  /** The platform's wallet that takes its fee; null when none is taken. */
  readonly feeWalletId: string | null;
  readonly hold: Hold | null;
  readonly checkoutId: string | null;
  readonly createdAt: Micros;
}

export interface DecidedRefund {
  readonly request: RefundRequest;
  readonly amount: Hundredths;
  readonly feeReturned: Hundredths;
  readonly currency: string;
  readonly failure: Failure | null;
  readonly createdAt: Micros;
}

export interface DecidedCheckout {
  readonly request: CheckoutRequest;
  readonly senderId: string;
  readonly amount: Hundredths;
  readonly fee: Hundredths;
  /** With the leg it is about, counted from 0, where it is about one. */
  readonly failure: (Failure & { readonly leg: number | null }) | null;
  readonly legs: readonly DecidedPayment[];
  readonly createdAt: Micros;
}

export interface DecidedFreeze {
  readonly request: FreezeRequest;
  readonly createdAt: Micros;
}

/** What a key's answer is written from. */
export type Told =
  | { readonly of: 'payment'; readonly payment: DecidedPayment }
  /** A payment that was captured or voided. */
  | { readonly of: 'change'; readonly payment: LockedPayment }
  /** A capture that the wallets refuse; the payment stays as it is. */
  | { readonly of: 'refused_change'; readonly paymentId: string; readonly requestId: string; readonly failure: Failure }
  | { readonly of: 'refund'; readonly refund: DecidedRefund }
  | { readonly of: 'checkout'; readonly checkout: DecidedCheckout }
  | { readonly of: 'freeze'; readonly freeze: DecidedFreeze };

/** Writes the answer that a key is pinned to. Pure. */
export type WriteAnswer = (told: Told) => Answer;

/** Refused without a trace, so neither a row nor the key is written: what is not the client's to see, or not the time for it. */
export type Rejection =
  | { readonly code: 'wallet_not_found'; readonly party: Party; readonly leg?: number }
  | { readonly code: 'recipient_not_vendor'; readonly leg: number }
  | { readonly code: 'client_reference_taken' }
  | { readonly code: 'payment_not_found' }
  | { readonly code: StateConflict; readonly paymentId: string }
  | { readonly code: 'capture_too_large' | 'refund_too_large'; readonly paymentId: string; readonly limit: Hundredths };

/** What a payment's state forbids. */
export type StateConflict =
  | 'payment_already_captured'
  | 'payment_already_voided'
  | 'payment_already_refunded'
  | 'payment_expired'
  | 'payment_failed'
  | 'payment_not_captured'
  | 'payment_processing'
  | 'payment_not_refundable';

/** Where the write-ahead log stood after the commit: what a reader must have reached to see the write. */
export interface LogPosition {
  readonly systemId: string;
  readonly timeline: number;
  readonly lsn: string;
}

/** What becomes of one operation. */
export type Outcome = (
  | { readonly kind: 'posted'; readonly payment: DecidedPayment; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly payment: DecidedPayment; readonly answer: Answer }
  /** Any other operation with a key: carried out, or refused and pinned. */
  | { readonly kind: 'done' | 'refused'; readonly madeId: string; readonly answer: Answer }
  /** An operation without a key: it changed the payment, found nothing left to do, or may not do it now. */
  | { readonly kind: 'settled' | 'already_settled'; readonly payment: LockedPayment }
  | { readonly kind: 'not_settled'; readonly payment: LockedPayment; readonly failure: Failure }
  /** An earlier request had this key; it is answered as that one was. */
  | { readonly kind: 'replayed'; readonly madeId: string; readonly answer: Answer }
  /** This request itself had been posted when the connection broke; its key told so. */
  | { readonly kind: 'recovered'; readonly madeId: string; readonly answer: Answer }
  | { readonly kind: 'key_reused'; readonly paymentId: string | null }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
) & { readonly position?: LogPosition };

/** A row of the ledger. */
export interface Entry {
  readonly paymentId: string;
  readonly walletId: string;
  readonly type: 'debit' | 'credit' | 'fee' | 'refund';
  readonly amount: Hundredths;
  readonly balanceBefore: Hundredths;
  readonly balanceAfter: Hundredths;
  readonly walletSeq: bigint;
  readonly createdAt: Micros;
}

/** What a batch has to read beside its wallets when one pays under a grant, or is paid by a user with a daily limit. */
export interface Rights {
  /** Grants of the batch's clients on wallets that are not theirs, by `grantKeyOf`. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** What users with a daily limit have spent today, by user id. */
  readonly spentToday: ReadonlyMap<string, Hundredths>;
}

/** What the database knows when the locks are held. */
export interface Facts {
  /** The wallets that exist of those the batch names, by id. */
  readonly wallets: ReadonlyMap<string, LockedWallet>;
  /** The payments that exist of those the batch acts on, by id; their wallets are locked too. */
  readonly payments: ReadonlyMap<string, LockedPayment>;
  /** Keys taken before this batch, by `keyOf`. */
  readonly knownKeys: ReadonlyMap<string, KnownKey>;
  /** Client references in use by a payment that did not fail, by `referenceOf`. */
  readonly takenReferences: ReadonlySet<string>;
  /** The database's clock, read after the locks. */
  readonly now: Micros;
  /** The platform's wallet that takes the fees of this batch: one shard of several (docs/adr/0095). */
  readonly feeWalletId: string;
  /** Left out where nobody pays under a grant or within a daily limit. */
  readonly rights?: Rights;
}

/** A key as it is taken now. */
export interface TakenKey {
  readonly operation: KeyedOperation;
  readonly kind: KeyKind;
  readonly paymentId: string | null;
  readonly answer: Answer;
  readonly createdAt: Micros;
}

/** What the batch changes, and what each operation is told (same order as the operations). */
export interface Decision {
  readonly outcomes: readonly Outcome[];
  /** Created now, successes and failures, as they were decided. */
  readonly payments: readonly DecidedPayment[];
  /** The same, as they are at the end of the batch: a later operation may have changed one again. */
  readonly created: readonly LockedPayment[];
  readonly keys: readonly TakenKey[];
  readonly entries: readonly Entry[];
  /** Final state of each wallet that changed. */
  readonly wallets: readonly LockedWallet[];
  /** Final state of each payment that was there before and changed. */
  readonly changedPayments: readonly LockedPayment[];
  readonly refunds: readonly DecidedRefund[];
  readonly checkouts: readonly DecidedCheckout[];
  readonly freezes: readonly DecidedFreeze[];
  /** Grants that were paid under, as they are now. */
  readonly usedGrants: readonly Grant[];
}

/** Identity of a client reference. */
export const referenceOf = (clientId: string, clientReference: string) => `${clientId} ${clientReference}`;
