/** What a payment decided now is answered; written before the commit, because the key is pinned to it. */
import { errorCatalogue, problemOf } from '@vf/contracts';
import { wireId, type Hundredths } from '@vf/money';
import type { DecidedPayment, Party, WriteAnswer } from '@vf/payments';
import { paymentAnswerOf } from './answers.js';

const CREATED = 201;
const NO_FEE = 0n as Hundredths;

/** 201 and the payment, or the problem that the refusal is. Pure. */
export const writePaymentAnswer: WriteAnswer = (told) => {
  if (told.of !== 'payment') throw new TypeError(`no answer for ${told.of}`);
  const { payment } = told;
  if (payment.failure) return refusal(payment, payment.failure);
  return { status: CREATED, body: JSON.stringify(paymentAnswerOf(paymentOf(payment))) };
};

function refusal({ request }: DecidedPayment, { code, party }: NonNullable<DecidedPayment['failure']>) {
  if (code === 'fee_too_large') throw new TypeError('no fee was asked for');
  const param = code === 'insufficient_funds' ? 'amount' : fieldOf(party, request.origin);
  const body = problemOf(code, {
    instance: request.requestId,
    ...(param === undefined ? {} : { param }),
    payment_id: wireId('pay', request.paymentId),
  });
  return { status: errorCatalogue[code].status, body: JSON.stringify(body) };
}

/** The field of the request that named the party; a top-up names its wallet in the path. */
export function fieldOf(party: Party, origin: DecidedPayment['request']['origin']): string | undefined {
  if (origin === 'top_up') return party === 'sender' ? 'provider' : undefined;
  return party === 'sender' ? 'sender_wallet_id' : 'recipient_wallet_id';
}

function paymentOf({ request, senderId, recipientId, status, createdAt }: DecidedPayment) {
  return {
    id: request.paymentId,
    reference: request.reference,
    clientReference: request.clientReference,
    status,
    failureCode: null,
    amount: request.amount,
    fee: NO_FEE,
    currency: request.currency,
    senderId,
    recipientId,
    senderWalletId: request.senderWalletId,
    recipientWalletId: request.recipientWalletId,
    provider: request.provider,
    metadata: JSON.parse(request.metadata) as Record<string, unknown>,
    createdAt,
  };
}
