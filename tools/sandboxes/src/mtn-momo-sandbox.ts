/**
 * MTN MoMo's Collections and Disbursements: token, requesttopay, transfer, their status, and one unsigned callback by
 * PUT. Shapes: https://momodeveloper.mtn.com/api-documentation (API description, Common error, Callback).
 */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { behaviourOf, type Ending } from './magic-amounts.js';
import { SandboxBook, type SandboxMovement, type SandboxState } from './sandbox-book.js';
import {
  answer,
  callBack,
  listen,
  sandboxServer,
  timesOf,
  turnsAway,
  type RunningSandbox,
  type SandboxOptions,
} from './sandbox-server.js';

export interface MtnMomoSandboxOptions extends Omit<SandboxOptions, 'callbackUrl'> {
  readonly apiUser: string;
  readonly apiKey: string;
  readonly subscriptionKey: string;
}

interface Asked {
  readonly amount?: string;
  readonly currency?: string;
  readonly payer?: { readonly partyId?: string };
  readonly payee?: { readonly partyId?: string };
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TOKEN_SECONDS = 3_600;
const status: Record<SandboxState, string> = {
  pending: 'PENDING',
  succeeded: 'SUCCESSFUL',
  failed: 'FAILED',
  cancelled: 'FAILED',
};

/** The reason of a movement that failed; the two products name some of them differently. */
function reasonOf(ending: Ending, kind: SandboxMovement['kind']): string {
  switch (ending) {
    case 'insufficient_funds':
      return kind === 'top_up' ? 'LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED' : 'NOT_ENOUGH_FUNDS';
    case 'unknown_account':
      return kind === 'top_up' ? 'PAYER_NOT_FOUND' : 'PAYEE_NOT_FOUND';
    case 'over_limit':
      return 'PAYER_LIMIT_REACHED';
    case 'refused':
      return 'APPROVAL_REJECTED';
    case 'succeeded':
    case 'pending':
      return 'INTERNAL_PROCESSING_ERROR';
  }
}

function resultOf(movement: SandboxMovement, state = movement.state) {
  const party = { partyIdType: 'MSISDN', partyId: movement.party };
  return {
    ...(state === 'succeeded' ? { financialTransactionId: movement.providerId } : {}),
    externalId: movement.id,
    amount: String(movement.amount),
    currency: movement.currency,
    ...(movement.kind === 'top_up' ? { payer: party } : { payee: party }),
    status: status[state],
    ...(state === 'failed'
      ? { reason: { code: reasonOf(movement.behaviour.ending, movement.kind), message: '' } }
      : {}),
  };
}

export async function startMtnMomoSandbox(options: MtnMomoSandboxOptions): Promise<RunningSandbox> {
  const times = timesOf(options);
  const callbackUrls = new Map<string, string>();
  const book = new SandboxBook(
    times,
    (movement, state) =>
      callBack(callbackUrls.get(movement.id), JSON.stringify(resultOf(movement, state)), { method: 'PUT' }),
    '',
  );
  const app = sandboxServer('mtn_momo', options.log);
  const tokens = new Set<string>();
  const basic = `Basic ${Buffer.from(`${options.apiUser}:${options.apiKey}`).toString('base64')}`;
  const hasKey = ({ headers }: FastifyRequest) => headers['ocp-apim-subscription-key'] === options.subscriptionKey;
  const isCaller = (request: FastifyRequest) =>
    hasKey(request) && tokens.has(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const unauthorised = (reply: FastifyReply) => reply.code(401).send({ error: 'login_failed' });

  const token = (request: FastifyRequest, reply: FastifyReply) => {
    if (!hasKey(request) || request.headers.authorization !== basic) return unauthorised(reply);
    const made = randomBytes(24).toString('base64url');
    tokens.add(made);
    return reply.send({ access_token: made, token_type: 'access_token', expires_in: TOKEN_SECONDS });
  };
  const submit = (kind: SandboxMovement['kind']) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isCaller(request)) return unauthorised(reply);
    const id = String(request.headers['x-reference-id'] ?? '');
    if (!UUID_V4.test(id) || request.headers['x-target-environment'] === undefined) return reply.code(400).send({});
    const asked = request.body as Asked;
    if (typeof asked.amount !== 'string') return reply.code(400).send({ code: 'INVALID_AMOUNT' });
    const behaviour = behaviourOf(Number(asked.amount));
    if (turnsAway(behaviour, request, reply)) return reply;
    const known = book.find(id);
    if (known) {
      known.submissions += 1;
      return reply.code(409).send({ code: 'RESOURCE_ALREADY_EXIST', message: 'Duplicated reference id.' });
    }
    const callbackUrl = request.headers['x-callback-url'];
    if (typeof callbackUrl === 'string') callbackUrls.set(id, callbackUrl);
    const party = (kind === 'top_up' ? asked.payer : asked.payee)?.partyId ?? '';
    book.take({ id, kind, amount: Number(asked.amount), currency: asked.currency ?? '', party }, false);
    await answer(behaviour, times, reply, () => reply.code(202).send());
    return reply;
  };
  const show = (kind: SandboxMovement['kind']) => (request: FastifyRequest, reply: FastifyReply) => {
    if (!isCaller(request)) return unauthorised(reply);
    const found = book.find((request.params as { id: string }).id);
    if (found?.kind !== kind) return reply.code(404).send({ code: 'RESOURCE_NOT_FOUND', message: 'Not found.' });
    return reply.send(resultOf(found));
  };

  app.post('/collection/token/', token);
  app.post('/disbursement/token/', token);
  app.post('/collection/v1_0/requesttopay', submit('top_up'));
  app.get('/collection/v1_0/requesttopay/:id', show('top_up'));
  app.post('/disbursement/v1_0/transfer', submit('payout'));
  app.get('/disbursement/v1_0/transfer/:id', show('payout'));
  return listen(app, book, options);
}
