/** From checked requests to operations of posting. */
import {
  clearingAccountOf,
  type CapturePaymentRequest,
  type CreateCheckoutRequest,
  type CreatePaymentRequest,
  type CreateRefundRequest,
  type CreateTopUpRequest,
  type FreezeWalletRequest,
} from '@vf/contracts';
import { MAX_HUNDREDTHS } from '@vf/money';
import {
  fingerprintOf,
  type CaptureRequest,
  type CheckoutRequest,
  type FeeBearer,
  type FeeTerms,
  type FreezeRequest,
  type KeyHolder,
  type KeyedOperation,
  type PaymentOrder,
  type RefundRequest,
  type VoidRequest,
} from '@vf/payments';
import { v7 as uuidv7 } from 'uuid';
import { ApiError } from './api-error.js';
import { readAmount, readId } from './read-request.js';

const US_PER_SECOND = 1_000_000n;
const DEFAULT_HOLD_SECONDS = 604_800;

/** Who asks, under which key, and for what: the body as it came, not as it was completed. */
export interface Asked {
  readonly caller: KeyHolder;
  readonly key: string;
  readonly requestId: string;
  readonly path: string;
  readonly body: unknown;
}

/**
 * Over the body as it came: a default added in a later version must not make a retry of an old request look like
 * another one. The kind and path are part of it.
 */
function keyedOf({ caller, key, requestId, path, body }: Asked, kind = 'payment') {
  return { clientId: caller.clientId, key, requestId, fingerprint: fingerprintOf({ kind, path, body }) };
}

/** Payments are known by what leads their id, so one id serves for the payment and its reference. */
function newPayment() {
  const paymentId = uuidv7();
  return { paymentId, reference: `VF-${paymentId.replaceAll('-', '').toUpperCase()}` };
}

function feeOf({ feeBasisPoints }: KeyHolder, bearer: FeeBearer): { fee?: FeeTerms } {
  if (feeBasisPoints === 0) return {};
  return { fee: { basisPoints: feeBasisPoints, bearer } };
}

/** A payment, or a hold with `capture: manual`. Throws ApiError. */
export function paymentOrder(asked: Asked, body: CreatePaymentRequest): PaymentOrder {
  if (body.sender_wallet_id === body.recipient_wallet_id) {
    throw new ApiError('same_wallet', { param: 'recipient_wallet_id' });
  }
  const created = newPayment();
  const order = {
    ...keyedOf(asked),
    ...created,
    ...feeOf(asked.caller, body.fee_bearer),
    origin: 'payment',
    clientReference: body.client_reference ?? null,
    senderWalletId: readId('wal', body.sender_wallet_id, 'wallet_not_found'),
    recipientWalletId: readId('wal', body.recipient_wallet_id, 'wallet_not_found'),
    amount: readAmount(body.amount, body.currency),
    currency: body.currency,
    provider: body.provider,
    metadata: JSON.stringify(body.metadata),
  } as const;
  if (body.capture === 'automatic') return { ...order, op: 'pay' };
  const seconds = body.hold_seconds ?? DEFAULT_HOLD_SECONDS;
  return { ...order, op: 'authorise', expiresInUs: BigInt(seconds) * US_PER_SECOND };
}

export function topUpOrder(asked: Asked, body: CreateTopUpRequest, walletId: string): PaymentOrder {
  return {
    ...keyedOf(asked),
    ...newPayment(),
    op: 'pay',
    origin: 'top_up',
    clientReference: body.client_reference ?? null,
    senderWalletId: clearingAccountOf(body.provider).walletId,
    recipientWalletId: walletId,
    amount: readAmount(body.amount, body.currency),
    currency: body.currency,
    provider: body.provider,
    metadata: JSON.stringify(body.metadata),
  };
}

const minorUnitsOf = (amount: number | undefined) => (amount === undefined ? null : BigInt(amount));

export function captureOf(asked: Asked, body: CapturePaymentRequest, paymentId: string): CaptureRequest {
  return {
    ...keyedOf(asked, 'capture'),
    op: 'capture',
    operationId: uuidv7(),
    paymentId,
    minorUnits: minorUnitsOf(body.amount),
  };
}

export function voidOf(asked: Asked, paymentId: string): VoidRequest {
  return { ...keyedOf(asked, 'void'), op: 'void', operationId: uuidv7(), paymentId };
}

export function refundOf(asked: Asked, body: CreateRefundRequest, paymentId: string): RefundRequest {
  return {
    ...keyedOf(asked, 'refund'),
    op: 'refund',
    refundId: uuidv7(),
    paymentId,
    minorUnits: minorUnitsOf(body.amount),
    reason: body.reason ?? null,
    metadata: JSON.stringify(body.metadata),
  };
}

/** Throws ApiError when a leg pays the payer, or when the legs together are more than a wallet holds. */
export function checkoutOf(asked: Asked, body: CreateCheckoutRequest): CheckoutRequest {
  const checkoutId = uuidv7();
  const legs = body.legs.map((leg, n) => {
    if (leg.recipient_wallet_id === body.sender_wallet_id) {
      throw new ApiError('same_wallet', { param: `legs.${n}.recipient_wallet_id` });
    }
    return {
      ...newPayment(),
      recipientWalletId: readId('wal', leg.recipient_wallet_id, 'wallet_not_found'),
      amount: readAmount(leg.amount, body.currency, `legs.${n}.amount`),
      metadata: JSON.stringify(leg.metadata),
    };
  });
  if (legs.reduce((sum, { amount }) => sum + amount, 0n) > MAX_HUNDREDTHS) {
    throw new ApiError('amount_too_large', { param: 'legs' });
  }
  return {
    ...keyedOf(asked),
    ...feeOf(asked.caller, body.fee_bearer),
    op: 'checkout',
    checkoutId,
    clientReference: body.client_reference ?? null,
    senderWalletId: readId('wal', body.sender_wallet_id, 'wallet_not_found'),
    currency: body.currency,
    provider: body.provider,
    metadata: JSON.stringify(body.metadata),
    legs,
  };
}

export function freezeOf(
  op: FreezeRequest['op'],
  asked: Asked,
  body: FreezeWalletRequest,
  walletId: string,
): FreezeRequest & KeyedOperation {
  return { ...keyedOf(asked, op), op, operationId: uuidv7(), walletId, reason: body.reason, actor: body.actor };
}
