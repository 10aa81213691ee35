/** Takes a request for money to move to posting, and its outcome back to the caller. */
import { PROBLEM_MEDIA_TYPE, type CreatePaymentRequest, type CreateTopUpRequest } from '@vf/contracts';
import { wireId } from '@vf/money';
import { fingerprintOf, type Answer, type Outcome, type Posting, type PostingRequest } from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { ApiError } from './api-error.js';
import { fieldOf } from './payment-answer.js';
import { readAmount } from './read-request.js';

/** Part of every fingerprint: what kind of operation the key is used for. */
const KIND = 'payment';
const FIRST_ERROR_STATUS = 400;

export interface AskedPayment {
  readonly origin: PostingRequest['origin'];
  readonly clientId: string;
  readonly key: string;
  readonly senderWalletId: string;
  readonly recipientWalletId: string;
  readonly body: CreatePaymentRequest | CreateTopUpRequest;
}

export class PaymentDesk {
  constructor(private readonly posting: Posting) {}

  /** Posts and answers. Throws ApiError for what is refused without a trace, NotPosted for what was not posted. */
  async post(request: FastifyRequest, reply: FastifyReply, asked: AskedPayment): Promise<void> {
    const outcome = await this.posting.submit(postingRequestOf(request, asked));
    if (outcome.kind === 'key_reused') {
      throw new ApiError(
        'idempotency_key_reused',
        outcome.paymentId === null ? {} : { payment_id: wireId('pay', outcome.paymentId) },
      );
    }
    if (outcome.kind === 'rejected') throw rejectionOf(outcome, asked);
    if (outcome.kind === 'replayed') void reply.header('idempotent-replayed', 'true');
    if (!('answer' in outcome)) throw new ApiError('internal_error');
    send(reply, paymentIdOf(outcome), outcome.answer);
  }
}

type Answered = Extract<Outcome, { answer: Answer }>;

const paymentIdOf = (outcome: Answered) => ('payment' in outcome ? outcome.payment.request.paymentId : outcome.madeId);

function postingRequestOf(request: FastifyRequest, { body, ...asked }: AskedPayment): PostingRequest {
  const paymentId = uuidv7();
  return {
    ...asked,
    op: 'pay',
    paymentId,
    reference: `VF-${paymentId.replaceAll('-', '').toUpperCase()}`,
    clientReference: body.client_reference ?? null,
    amount: readAmount(body.amount, body.currency),
    currency: body.currency,
    provider: body.provider,
    metadata: JSON.stringify(body.metadata),
    requestId: request.id,
    // Over the body as it came, not as it was completed: a default added in a later version must not make a retry of
    // an old request look like another one.
    fingerprint: fingerprintOf({ kind: KIND, path: request.url.split('?', 1)[0] ?? '', body: request.body }),
  };
}

/** Sends the stored text as it is: a replay is the first answer byte for byte. */
function send(reply: FastifyReply, paymentId: string, { status, body }: Answer): void {
  const isError = status >= FIRST_ERROR_STATUS;
  if (!isError) void reply.header('location', `/v1/payments/${wireId('pay', paymentId)}`);
  // A Buffer, because Fastify would encode a string of JSON once more.
  void reply
    .code(status)
    .type(isError ? PROBLEM_MEDIA_TYPE : 'application/json; charset=utf-8')
    .send(Buffer.from(body));
}

function rejectionOf({ rejection }: Extract<Outcome, { kind: 'rejected' }>, { origin }: AskedPayment): ApiError {
  if (rejection.code === 'client_reference_taken') {
    return new ApiError('client_reference_taken', { param: 'client_reference' });
  }
  const param = 'party' in rejection ? fieldOf(rejection.party, origin) : undefined;
  return new ApiError('wallet_not_found', param === undefined ? {} : { param });
}
