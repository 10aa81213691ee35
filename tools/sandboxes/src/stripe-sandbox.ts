/**
 * Stripe's API as far as money in and out needs it: PaymentIntents confirmed at once, Transfers, idempotency keys,
 * signed events. Shapes: https://docs.stripe.com/api/payment_intents, /transfers, /idempotent_requests, /errors;
 * signatures: https://docs.stripe.com/webhooks/signature.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { behaviourOf, type Ending } from './magic-amounts.js';
import { SandboxBook, type SandboxMovement, type SandboxState, type SandboxTimes } from './sandbox-book.js';
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

export interface StripeSandboxOptions extends SandboxOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
}

type Form = Readonly<Record<string, string>>;
interface Made {
  readonly status: number;
  readonly body: object;
}
type Stored = Made & { readonly fingerprint: string };

const declines: Partial<Record<Ending, { code: string; decline_code?: string }>> = {
  insufficient_funds: { code: 'card_declined', decline_code: 'insufficient_funds' },
  refused: { code: 'card_declined', decline_code: 'authentication_not_handled' },
  over_limit: { code: 'card_declined', decline_code: 'card_velocity_exceeded' },
};
const transferErrors: Partial<Record<Ending, { code: string; param?: string }>> = {
  insufficient_funds: { code: 'balance_insufficient' },
  unknown_account: { code: 'resource_missing', param: 'destination' },
  refused: { code: 'transfers_not_allowed' },
  over_limit: { code: 'amount_too_large' },
};

const intentStatus: Record<SandboxState, string> = {
  pending: 'processing',
  succeeded: 'succeeded',
  failed: 'requires_payment_method',
  cancelled: 'canceled',
};

const intentOf = (movement: SandboxMovement, state = movement.state) => ({
  id: movement.providerId,
  object: 'payment_intent',
  amount: movement.amount,
  currency: movement.currency,
  livemode: false,
  metadata: { movement: movement.id },
  payment_method: movement.party,
  status: movement.behaviour.ending === 'pending' && state === 'pending' ? 'requires_action' : intentStatus[state],
  last_payment_error: state === 'failed' ? { type: 'card_error', ...declines[movement.behaviour.ending] } : null,
});

const transferOf = (movement: SandboxMovement) => ({
  id: movement.providerId,
  object: 'transfer',
  amount: movement.amount,
  currency: movement.currency,
  destination: movement.party,
  livemode: false,
  metadata: { movement: movement.id },
  reversed: false,
  transfer_group: movement.id,
});

const errorOf = (type: string, fields: object) => ({ error: { type, message: 'Refused by the sandbox.', ...fields } });

export async function startStripeSandbox(options: StripeSandboxOptions): Promise<RunningSandbox> {
  const times = timesOf(options);
  const book = new SandboxBook(times, (movement, state) => sendEvent(options, movement, state), 'pi_sandbox_');
  const app = sandboxServer('stripe', options.log);
  app.addHook('preHandler', async (request, reply) => {
    if (!request.url.startsWith('/v1/')) return;
    if (request.headers.authorization === `Bearer ${options.secretKey}`) return;
    await reply.code(401).send(errorOf('invalid_request_error', { message: 'Invalid API key.' }));
  });
  const submit = submissionsOf(book, times);
  app.post('/v1/payment_intents', (request, reply) => submit(request, reply, (form) => makeIntent(book, form)));
  app.post('/v1/transfers', (request, reply) => submit(request, reply, (form) => makeTransfer(book, form)));
  addReads(app, book);
  return listen(app, book, options);
}

/** Takes submissions under their Idempotency-Key: the first answer again, or a refusal for another request with it. */
function submissionsOf(book: SandboxBook, times: SandboxTimes) {
  const answers = new Map<string, Stored>();
  return async (request: FastifyRequest, reply: FastifyReply, make: (form: Form) => Made): Promise<void> => {
    const form = request.body as Form;
    const behaviour = behaviourOf(Number(form['amount']));
    if (turnsAway(behaviour, request, reply)) return;
    const key = String(request.headers['idempotency-key']);
    const fingerprint = JSON.stringify(form);
    const known = answers.get(key);
    if (known && known.fingerprint !== fingerprint) {
      await reply.code(400).send(errorOf('idempotency_error', {}));
      return;
    }
    const again = known && book.find(key);
    if (again) again.submissions += 1;
    const stored = known ?? { ...make(form), fingerprint };
    answers.set(key, stored);
    await answer(behaviour, times, reply, () =>
      reply
        .code(stored.status)
        .headers(known ? { 'idempotent-replayed': 'true' } : {})
        .send(stored.body),
    );
  };
}

function makeIntent(book: SandboxBook, form: Form): Made {
  if (behaviourOf(Number(form['amount'])).ending === 'unknown_account') {
    const fields = { code: 'resource_missing', param: 'payment_method' };
    return { status: 400, body: errorOf('invalid_request_error', fields) };
  }
  const movement = book.take(askedOf(form, 'top_up', form['payment_method']), true);
  const intent = intentOf(movement);
  if (movement.state !== 'failed') return { status: 200, body: intent };
  const error = { ...declines[movement.behaviour.ending], payment_intent: intent };
  return { status: 402, body: errorOf('card_error', error) };
}

function makeTransfer(book: SandboxBook, form: Form): Made {
  const refusal = transferErrors[behaviourOf(Number(form['amount'])).ending];
  if (refusal) return { status: 400, body: errorOf('invalid_request_error', refusal) };
  return { status: 200, body: transferOf(book.take(askedOf(form, 'payout', form['destination']), true)) };
}

function addReads(app: FastifyInstance, book: SandboxBook): void {
  const missing = (reply: FastifyReply) =>
    reply.code(404).send(errorOf('invalid_request_error', { code: 'resource_missing' }));
  app.get<{ Querystring: { query?: string } }>('/v1/payment_intents/search', ({ query }) => {
    const id = /metadata\['movement'\]:'([^']+)'/.exec(query.query ?? '')?.[1];
    const found = id === undefined ? undefined : book.find(id);
    return { object: 'search_result', has_more: false, data: found ? [intentOf(found)] : [] };
  });
  app.get<{ Params: { id: string } }>('/v1/payment_intents/:id', ({ params }, reply) => {
    const found = book.findByProviderId(params.id);
    return found ? reply.send(intentOf(found)) : missing(reply);
  });
  app.post<{ Params: { id: string } }>('/v1/payment_intents/:id/cancel', ({ params }, reply) => {
    const found = book.findByProviderId(params.id);
    if (!found) return missing(reply);
    if (found.state === 'succeeded') {
      return reply.code(400).send(errorOf('invalid_request_error', { code: 'payment_intent_unexpected_state' }));
    }
    book.cancel(found);
    return reply.send(intentOf(found));
  });
  app.get<{ Querystring: { transfer_group?: string } }>('/v1/transfers', ({ query }) => {
    const found = book.find(query.transfer_group ?? '');
    return { object: 'list', has_more: false, url: '/v1/transfers', data: found ? [transferOf(found)] : [] };
  });
}

/** The form as the SDK writes it: `metadata[movement]` is a name. */
function askedOf(form: Form, kind: SandboxMovement['kind'], party = '') {
  const id = form['metadata[movement]'] ?? '';
  return { id, kind, amount: Number(form['amount']), currency: form['currency'] ?? '', party };
}

const eventTypes: Record<SandboxState, string> = {
  pending: 'payment_intent.processing',
  succeeded: 'payment_intent.succeeded',
  failed: 'payment_intent.payment_failed',
  cancelled: 'payment_intent.canceled',
};

/** One event per movement and state: a second delivery has the same id, as at Stripe. */
async function sendEvent(options: StripeSandboxOptions, movement: SandboxMovement, state: SandboxState): Promise<void> {
  const isTransfer = movement.kind === 'payout';
  const body = JSON.stringify({
    id: `evt_sandbox_${movement.providerId}_${state}`,
    object: 'event',
    api_version: '2026-09-30',
    created: Math.floor(Date.now() / 1_000),
    data: { object: isTransfer ? transferOf(movement) : intentOf(movement, state) },
    livemode: false,
    type: isTransfer ? 'transfer.created' : eventTypes[state],
    request: { id: `req_${randomBytes(6).toString('hex')}`, idempotency_key: movement.id },
  });
  await callBack(options.callbackUrl, body, {
    headers: { 'stripe-signature': signStripe(body, options.webhookSecret) },
  });
}

/** `t=...,v1=...`: HMAC-SHA256 over the time, a dot and the raw body. */
export function signStripe(body: string, secret: string, at = Math.floor(Date.now() / 1_000)): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}
