/** Takes a top-up or payout to its provider, and what came of it back to the caller. */
import {
  errorCatalogue,
  PROBLEM_MEDIA_TYPE,
  problemOf,
  type CreatePayoutRequest,
  type CreateTopUpRequest,
  type ErrorCode,
} from '@vf/contracts';
import { wireId } from '@vf/money';
import {
  currentPosition,
  findPayment,
  fingerprintOf,
  moveByProvider,
  type MoveOutcome,
  type MovementKind,
  type MovementParts,
  type PaymentsDatabase,
  type PaymentProvider,
} from '@vf/payments';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { paymentAnswerOf } from './answers.js';
import { ApiError } from './api-error.js';
import { tellPosition } from './position-header.js';
import { readAmount } from './read-request.js';

export interface AskedMovement {
  readonly kind: MovementKind;
  readonly clientId: string;
  readonly key: string;
  readonly walletId: string;
  readonly party: string;
  /** The field that names the party. */
  readonly partyField: string;
  readonly body: CreatePayoutRequest | CreateTopUpRequest;
}

/** Part of every fingerprint: what kind of operation the key is used for. */
const KIND = 'payment';
const CREATED = 201;
const ACCEPTED = 202;
const JSON_TYPE = 'application/json; charset=utf-8';

export class MovementDesk {
  constructor(
    private readonly db: PaymentsDatabase,
    private readonly parts: MovementParts,
  ) {}

  /**
   * Moves and answers: 201 when it is settled, 202 while it is not known, the problem when it failed. Throws ApiError
   * and NotPosted.
   */
  async move(request: FastifyRequest, reply: FastifyReply, asked: AskedMovement): Promise<void> {
    const provider = this.#providerOf(asked);
    const outcome = await moveByProvider(this.parts, provider, movementOf(request, asked));
    if ('isReplay' in outcome && outcome.isReplay) void reply.header('idempotent-replayed', 'true');
    switch (outcome.kind) {
      case 'key_reused':
        throw new ApiError('idempotency_key_reused', aboutPayment(outcome.paymentId));
      case 'rejected':
        throw rejectionOf(outcome);
      case 'refused':
        send(reply, outcome.answer.status, PROBLEM_MEDIA_TYPE, outcome.answer.body);
        return;
      case 'not_submitted':
        throw new ApiError('provider_not_submitted', aboutPayment(outcome.paymentId));
      case 'settled':
      case 'processing':
        return this.#tell(request, reply, asked.clientId, outcome.paymentId);
    }
  }

  #providerOf({ body, kind, party, partyField }: AskedMovement): PaymentProvider {
    const provider = this.parts.providers.get(body.provider);
    if (!provider) throw new ApiError('provider_not_available', { param: 'provider' });
    if (!provider.acceptsParty(kind, party)) {
      const detail = `${body.provider} does not take this as ${partyField}.`;
      throw new ApiError('field_invalid', { param: partyField, detail });
    }
    return provider;
  }

  /** The payment as it is now, which a retry is told too. */
  async #tell(request: FastifyRequest, reply: FastifyReply, clientId: string, paymentId: string): Promise<void> {
    const payment = await findPayment(this.db, clientId, paymentId);
    if (!payment) throw new ApiError('internal_error');
    if (payment.status === 'failed') {
      const code = failureOf(payment.failureCode);
      const body = problemOf(code, { instance: request.id, payment_id: wireId('pay', paymentId) });
      send(reply, body.status, PROBLEM_MEDIA_TYPE, JSON.stringify({ ...body, retryable: false }));
      return;
    }
    tellPosition(reply, await currentPosition(this.db));
    void reply.header('location', `/v1/payments/${wireId('pay', paymentId)}`);
    const status = payment.status === 'processing' ? ACCEPTED : CREATED;
    send(reply, status, JSON_TYPE, JSON.stringify(paymentAnswerOf(payment)));
  }
}

function movementOf(request: FastifyRequest, { body, ...asked }: AskedMovement) {
  const paymentId = uuidv7();
  return {
    ...asked,
    paymentId,
    reference: `VF-${paymentId.replaceAll('-', '').toUpperCase()}`,
    clientReference: body.client_reference ?? null,
    provider: body.provider,
    amount: readAmount(body.amount, body.currency),
    currency: body.currency,
    metadata: JSON.stringify(body.metadata),
    requestId: request.id,
    // Over the body as it came, as for every payment.
    fingerprint: fingerprintOf({ kind: KIND, path: request.url.split('?', 1)[0] ?? '', body: request.body }),
  };
}

function rejectionOf({ rejection }: Extract<MoveOutcome, { kind: 'rejected' }>): ApiError {
  if (rejection.code === 'client_reference_taken') {
    return new ApiError('client_reference_taken', { param: 'client_reference' });
  }
  return new ApiError('wallet_not_found');
}

const aboutPayment = (id: string | null) => (id === null ? {} : { payment_id: wireId('pay', id) });

const failureOf = (code: string | null): ErrorCode =>
  code !== null && Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : 'provider_declined';

function send(reply: FastifyReply, status: number, type: string, body: string): void {
  // A Buffer, because Fastify would encode a string of JSON once more.
  void reply.code(status).type(type).send(Buffer.from(body));
}
