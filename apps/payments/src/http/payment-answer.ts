/** What an operation decided now is answered; written before the commit, because the key is pinned to it. */
import { errorCatalogue, isoOfMicroseconds, problemOf, type WalletFreezeAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import {
  paymentOf,
  type Answer,
  type DecidedCheckout,
  type DecidedFreeze,
  type DecidedPayment,
  type DecidedRefund,
  type Failure,
  type PaymentOrder,
  type Party,
  type WriteAnswer,
} from '@vf/payments';
import { checkoutAnswerOf, paymentAnswerOf, refundAnswerOf } from './answers.js';

const CREATED = 201;
const DONE = 200;

/** What was made or changed, or the problem that the refusal is. Pure. */
export const writeAnswer: WriteAnswer = (told) => {
  switch (told.of) {
    case 'payment':
      return paymentTold(told.payment);
    case 'change':
      return { status: DONE, body: JSON.stringify(paymentAnswerOf(told.payment)) };
    case 'refused_change':
      return refusal(told.failure, { requestId: told.requestId, paymentId: told.paymentId, param: undefined });
    case 'refund':
      return refundTold(told.refund);
    case 'checkout':
      return checkoutTold(told.checkout);
    case 'freeze':
      return { status: DONE, body: JSON.stringify(freezeAnswerOf(told.freeze)) };
  }
};

/** Refusals that a smaller amount would not have met. */
const ABOUT_AMOUNT: ReadonlySet<string> = new Set(['insufficient_funds', 'kyc_limit_exceeded', 'grant_limit_exceeded']);

interface About {
  readonly requestId: string;
  readonly paymentId: string | undefined;
  readonly param: string | undefined;
}

function refusal({ code }: Failure, { requestId, paymentId, param }: About): Answer {
  const body = problemOf(code, {
    instance: requestId,
    ...(param === undefined ? {} : { param }),
    ...(paymentId === undefined ? {} : { payment_id: wireId('pay', paymentId) }),
  });
  return { status: errorCatalogue[code].status, body: JSON.stringify(body) };
}

function paymentTold(payment: DecidedPayment): Answer {
  const { failure, request } = payment;
  if (!failure) return { status: CREATED, body: JSON.stringify(paymentAnswerOf(paymentOf(payment))) };
  const param = ABOUT_AMOUNT.has(failure.code) ? 'amount' : fieldOf(failure.party, request.origin);
  return refusal(failure, { requestId: request.requestId, paymentId: request.paymentId, param });
}

/** The field of the request that named the party; a top-up or payout names its wallet in the path. */
export function fieldOf(party: Party, origin: PaymentOrder['origin']): string | undefined {
  if (party === 'platform') return undefined;
  if (origin === 'top_up') return party === 'sender' ? 'provider' : undefined;
  if (origin === 'payout') return party === 'recipient' ? 'provider' : undefined;
  return party === 'sender' ? 'sender_wallet_id' : 'recipient_wallet_id';
}

function refundTold({ request, failure, ...refund }: DecidedRefund): Answer {
  const { refundId, paymentId, requestId, reason, metadata } = request;
  if (failure) return refusal(failure, { requestId, paymentId, param: undefined });
  const told = { ...refund, id: refundId, paymentId, reason, metadata, status: 'success', failureCode: null };
  return { status: CREATED, body: JSON.stringify(refundAnswerOf(told)) };
}

function checkoutTold({ request, failure, legs, ...checkout }: DecidedCheckout): Answer {
  if (failure) {
    return refusal(failure, { requestId: request.requestId, paymentId: undefined, param: checkoutFieldOf(failure) });
  }
  const told = {
    ...request,
    ...checkout,
    id: request.checkoutId,
    feeBearer: request.fee?.bearer ?? ('recipient' as const),
    status: 'success',
    failureCode: null,
    payments: legs.map((leg) => paymentOf(leg)),
  };
  return { status: CREATED, body: JSON.stringify(checkoutAnswerOf(told)) };
}

/** The field of a checkout that a refusal is about. */
export function checkoutFieldOf({ code, party, leg }: { code: string; party: Party; leg?: number | null }) {
  if (ABOUT_AMOUNT.has(code)) return 'legs';
  if (party === 'sender') return 'sender_wallet_id';
  return typeof leg === 'number' ? `legs.${leg}.recipient_wallet_id` : undefined;
}

function freezeAnswerOf({ request, createdAt }: DecidedFreeze): WalletFreezeAnswer {
  return {
    object: 'wallet_freeze',
    wallet_id: wireId('wal', request.walletId),
    is_frozen: request.op === 'freeze',
    reason: request.reason,
    actor: request.actor,
    created_at: isoOfMicroseconds(createdAt),
  };
}
