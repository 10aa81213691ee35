/** Everything that can be asked of posting, as one closed union. Shapes are already checked; the truth is decided under the locks. */
import type { Currency, Hundredths } from '@vf/money';
import type { FeeBearer } from './fees.js';

/** What an answer and a log name: the HTTP request, or the resolver that asks. */
interface Asked {
  readonly requestId: string;
}

/** What a client asks under an Idempotency-Key of its own. */
export interface Keyed extends Asked {
  /** The API client that asks. */
  readonly clientId: string;
  /** The client's Idempotency-Key. */
  readonly key: string;
  /** SHA-256 over the canonical request, in hex. */
  readonly fingerprint: string;
}

/** The platform's fee on a payment. Left out when there is none. */
export interface FeeTerms {
  readonly basisPoints: number;
  readonly bearer: FeeBearer;
}

/** Whose money it is: a payment moves a client's own; a top-up comes from, a payout goes to a provider's clearing wallet. */
export type Origin = 'payment' | 'top_up' | 'payout';

/** A payment that is asked for. */
interface Order extends Keyed {
  /** Id the payment gets if this request is the one that creates it (UUIDv7). */
  readonly paymentId: string;
  /** Our globally unique reference, and the client's own (an order number). */
  readonly reference: string;
  readonly clientReference: string | null;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  readonly amount: Hundredths;
  readonly currency: Currency;
  readonly provider: string;
  /** JSON text. */
  readonly metadata: string;
  readonly fee?: FeeTerms;
}

/** Moves the amount now: a payment, or a top-up whose money the caller knows to have come. */
export interface PostingRequest extends Order {
  readonly op: 'pay';
  readonly origin: 'payment' | 'top_up';
}

/** Holds the amount in the sender's wallet; a capture moves it, a void or the expiry gives it back. */
export interface AuthoriseRequest extends Order {
  readonly op: 'authorise';
  readonly origin: 'payment';
  /** Microseconds from the decision to the expiry. */
  readonly expiresInUs: bigint;
}

/** A top-up whose money a provider is still asked for: moves nothing until it is settled. */
export interface StartTopUpRequest extends Order {
  readonly op: 'start_top_up';
  readonly origin: 'top_up';
}

/** A payout that a provider is still asked to make: held in the wallet until it is settled. */
export interface StartPayoutRequest extends Order {
  readonly op: 'start_payout';
  readonly origin: 'payout';
}

/** What creates one payment. */
export type PaymentOrder = PostingRequest | AuthoriseRequest | StartTopUpRequest | StartPayoutRequest;

export interface CheckoutLeg {
  readonly paymentId: string;
  readonly reference: string;
  readonly recipientWalletId: string;
  readonly amount: Hundredths;
  readonly metadata: string;
}

/** One payer, several vendors, all or nothing. */
export interface CheckoutRequest extends Keyed {
  readonly op: 'checkout';
  readonly checkoutId: string;
  readonly clientReference: string | null;
  readonly senderWalletId: string;
  readonly currency: Currency;
  readonly provider: string;
  readonly metadata: string;
  readonly legs: readonly CheckoutLeg[];
  readonly fee?: FeeTerms;
}

export interface CaptureRequest extends Keyed {
  readonly op: 'capture';
  readonly operationId: string;
  readonly paymentId: string;
  /** Of the payment's currency, which only the lock tells. Null: all that was authorised. */
  readonly minorUnits: bigint | null;
}

export interface VoidRequest extends Keyed {
  readonly op: 'void';
  readonly operationId: string;
  readonly paymentId: string;
}

export interface RefundRequest extends Keyed {
  readonly op: 'refund';
  readonly refundId: string;
  readonly paymentId: string;
  /** Of the payment's currency, which only the lock tells. Null: all that is left. */
  readonly minorUnits: bigint | null;
  readonly reason: string | null;
  readonly metadata: string;
}

/** Stops everything that moves a wallet's money, or lets it move again. */
export interface FreezeRequest extends Keyed {
  readonly op: 'freeze' | 'unfreeze';
  readonly operationId: string;
  readonly walletId: string;
  readonly reason: string;
  /** Who wants it: a person or a rule, in the words of who asks. */
  readonly actor: string;
}

/** Gives back a hold whose time is over. Has no key: the payment's own state makes a second one harmless. */
export interface ExpireRequest extends Asked {
  readonly op: 'expire';
  readonly paymentId: string;
}

/** What the provider has said of a payment that is processing. Has no key: a payment is settled once. */
export interface SettleRequest extends Asked {
  readonly op: 'settle';
  readonly paymentId: string;
  readonly result: { readonly succeeded: true } | { readonly succeeded: false; readonly failureCode: string };
}

/** What acts on a payment there is. */
export type PaymentChange = CaptureRequest | VoidRequest | RefundRequest | ExpireRequest | SettleRequest;

export type KeyedOperation =
  PaymentOrder | CheckoutRequest | CaptureRequest | VoidRequest | RefundRequest | FreezeRequest;

export type Operation = KeyedOperation | ExpireRequest | SettleRequest;

/** Key spaces of a client. All that creates payments shares one, so that a retry elsewhere can not charge twice. */
export type KeyKind = 'payment' | 'capture' | 'void' | 'refund' | 'freeze' | 'unfreeze';

export function keyKindOf({ op }: KeyedOperation): KeyKind {
  switch (op) {
    case 'pay':
    case 'authorise':
    case 'start_top_up':
    case 'start_payout':
    case 'checkout':
      return 'payment';
    case 'capture':
    case 'void':
    case 'refund':
    case 'freeze':
    case 'unfreeze':
      return op;
  }
}

/** The id of what this very request makes; a key that leads back to it was taken by the request itself. */
export function madeIdOf(operation: KeyedOperation): string {
  switch (operation.op) {
    case 'pay':
    case 'authorise':
    case 'start_top_up':
    case 'start_payout':
      return operation.paymentId;
    case 'checkout':
      return operation.checkoutId;
    case 'refund':
      return operation.refundId;
    case 'capture':
    case 'void':
    case 'freeze':
    case 'unfreeze':
      return operation.operationId;
  }
}

export const isKeyed = (operation: Operation): operation is KeyedOperation =>
  operation.op !== 'expire' && operation.op !== 'settle';

export const isOrder = (operation: Operation): operation is PaymentOrder =>
  operation.op === 'pay' ||
  operation.op === 'authorise' ||
  operation.op === 'start_top_up' ||
  operation.op === 'start_payout';

export const isPaymentChange = (operation: Operation): operation is PaymentChange =>
  operation.op === 'capture' ||
  operation.op === 'void' ||
  operation.op === 'refund' ||
  operation.op === 'expire' ||
  operation.op === 'settle';

/** Identity of a key. Kinds have no colon and clients no space, so two keys never share one. */
export const keyOf = ({ clientId, kind = 'payment', key }: { clientId: string; kind?: string; key: string }) =>
  `${clientId} ${kind}:${key}`;

/** Identity of an operation's key. */
export const keyOfOperation = (operation: KeyedOperation) =>
  keyOf({ clientId: operation.clientId, kind: keyKindOf(operation), key: operation.key });

/** The wallets that an operation names. What acts on a payment names none: the payment has them. */
export function walletsNamedBy(operation: Operation): readonly string[] {
  if (isOrder(operation)) return [operation.senderWalletId, operation.recipientWalletId];
  if (operation.op === 'checkout') {
    return [operation.senderWalletId, ...operation.legs.map(({ recipientWalletId }) => recipientWalletId)];
  }
  return 'walletId' in operation ? [operation.walletId] : [];
}
