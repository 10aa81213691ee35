/** Takes what is asked to posting, and its outcome back to the caller. */
import { PROBLEM_MEDIA_TYPE } from '@vf/contracts';
import { wireId } from '@vf/money';
import type { Answer, KeyedOperation, LogPosition, Outcome, Posting } from '@vf/payments';
import type { FastifyReply } from 'fastify';
import { ApiError } from './api-error.js';
import { tellPosition } from './position-header.js';
import { rejectionOf } from './rejection.js';

const FIRST_ERROR_STATUS = 400;

/** An answer to be sent as it is: a replay is the first answer byte for byte. */
export interface Told {
  readonly answer: Answer;
  readonly madeId: string;
  readonly isReplay: boolean;
  readonly position: LogPosition | undefined;
}

export class PaymentDesk {
  constructor(private readonly posting: Posting) {}

  /** Posts. Throws ApiError for what is refused without a trace, NotPosted for what was not posted. */
  async ask(operation: KeyedOperation): Promise<Told> {
    const outcome = await this.posting.submit(operation);
    if (outcome.kind === 'key_reused') {
      const { paymentId } = outcome;
      throw new ApiError('idempotency_key_reused', paymentId === null ? {} : { payment_id: wireId('pay', paymentId) });
    }
    if (outcome.kind === 'rejected') throw rejectionOf(outcome.rejection, operation);
    if (!('answer' in outcome)) throw new ApiError('internal_error');
    return {
      answer: outcome.answer,
      madeId: madeIdOf(outcome),
      isReplay: outcome.kind === 'replayed',
      position: outcome.position,
    };
  }

  /** Posts and answers; `pathOf` tells where what was made is read. */
  async post(reply: FastifyReply, operation: KeyedOperation, pathOf?: (madeId: string) => string): Promise<void> {
    const { answer, madeId, isReplay, position } = await this.ask(operation);
    const isError = answer.status >= FIRST_ERROR_STATUS;
    if (isReplay) void reply.header('idempotent-replayed', 'true');
    if (!isError && pathOf) void reply.header('location', pathOf(madeId));
    tellPosition(reply, position);
    // A Buffer, because Fastify would encode a string of JSON once more.
    void reply
      .code(answer.status)
      .type(isError ? PROBLEM_MEDIA_TYPE : 'application/json; charset=utf-8')
      .send(Buffer.from(answer.body));
  }
}

const madeIdOf = (outcome: Extract<Outcome, { answer: Answer }>) =>
  'payment' in outcome ? outcome.payment.request.paymentId : outcome.madeId;

export const paymentPath = (id: string) => `/v1/payments/${wireId('pay', id)}`;
export const refundPath = (id: string) => `/v1/refunds/${wireId('ref', id)}`;
export const checkoutPath = (id: string) => `/v1/checkouts/${wireId('chk', id)}`;
