/** The words of posting: what is asked, what the locks found, what is decided. Data only. */
import type { Currency, Hundredths } from '@vf/money';

/** Microseconds since 1970, the resolution of PostgreSQL's TIMESTAMPTZ. */
export type Micros = bigint;

/** How money is asked to move. A top-up is a payment from a provider's clearing wallet; nothing else differs. */
export type Origin = 'payment' | 'top_up';

/** One payment as it waits to be posted. Its shape is already checked; its truth is decided under the locks. */
export interface PostingRequest {
  /** The API client that asks. */
  readonly clientId: string;
  /** The client's Idempotency-Key. */
  readonly key: string;
  /** SHA-256 over the canonical request, in hex. */
  readonly fingerprint: string;
  /** Id the payment gets if this request is the one that creates it (UUIDv7). */
  readonly paymentId: string;
  /** Our globally unique reference, and the client's own (an order number). */
  readonly reference: string;
  readonly clientReference: string | null;
  readonly origin: Origin;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  readonly amount: Hundredths;
  readonly currency: Currency;
  readonly provider: string;
  /** JSON text. */
  readonly metadata: string;
  /** Id of the HTTP request, for the answer. */
  readonly requestId: string;
}

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
  readonly paymentId: string;
  readonly answer: Answer;
}

/** Why a payment was refused under the lock. It is kept as a failed payment, and its key is pinned to the refusal. */
export type FailureCode = 'insufficient_funds' | 'wallet_frozen' | 'currency_mismatch' | 'balance_limit_exceeded';

/** Which party a refusal is about. */
export type Party = 'sender' | 'recipient';

/** A payment as decided now, with all that its row and its answer show. */
export interface DecidedPayment {
  readonly request: PostingRequest;
  readonly senderId: string;
  readonly recipientId: string;
  readonly status: 'success' | 'failed';
  readonly failure: { readonly code: FailureCode; readonly party: Party } | null;
  readonly createdAt: Micros;
}

/** Refused without a trace: not the client's to see, so neither a row nor the key is written. */
export type Rejection =
  { readonly code: 'wallet_not_found'; readonly party: Party } | { readonly code: 'client_reference_taken' };

/** What becomes of one request. */
export type Outcome =
  | { readonly kind: 'posted'; readonly payment: DecidedPayment; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly payment: DecidedPayment; readonly answer: Answer }
  /** An earlier request had this key; it is answered as that one was. */
  | { readonly kind: 'replayed'; readonly paymentId: string; readonly answer: Answer }
  /** This request itself had been posted when the connection broke; its key told so. */
  | { readonly kind: 'recovered'; readonly paymentId: string; readonly answer: Answer }
  | { readonly kind: 'key_reused'; readonly paymentId: string }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** A row of the ledger. */
export interface Entry {
  readonly paymentId: string;
  readonly walletId: string;
  readonly type: 'debit' | 'credit';
  readonly amount: Hundredths;
  readonly balanceBefore: Hundredths;
  readonly balanceAfter: Hundredths;
  readonly walletSeq: bigint;
  readonly createdAt: Micros;
}

/** What the database knows when the locks are held. */
export interface Facts {
  /** The wallets that exist of those the batch names, by id. */
  readonly wallets: ReadonlyMap<string, LockedWallet>;
  /** Keys taken before this batch, by `keyOf`. */
  readonly knownKeys: ReadonlyMap<string, KnownKey>;
  /** Client references in use by a payment that did not fail, by `referenceOf`. */
  readonly takenReferences: ReadonlySet<string>;
  /** The database's clock, read after the locks. */
  readonly now: Micros;
}

/** What the batch changes, and what each request is told (same order as the requests). */
export interface Decision {
  readonly outcomes: readonly Outcome[];
  /** Decided now, successes and failures; each takes its key. */
  readonly payments: readonly (DecidedPayment & { readonly answer: Answer })[];
  readonly entries: readonly Entry[];
  /** Final state of each wallet that moved. */
  readonly wallets: readonly LockedWallet[];
}

/** Identity of a key: one space per client for all that creates payments. */
export const keyOf = (request: Pick<PostingRequest, 'clientId' | 'key'>) => `${request.clientId} ${request.key}`;

/** Identity of a client reference. */
export const referenceOf = (clientId: string, clientReference: string) => `${clientId} ${clientReference}`;
