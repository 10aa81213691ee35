/**
 * Airtel Money's Collection and Disbursement APIs: OAuth token, payments, disbursements, enquiries, and a callback with
 * an HMAC in its body. Shapes and response codes: https://developers.airtel.africa/documentation.
 */
import { createHmac, randomBytes } from 'node:crypto';
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

export interface AirtelSandboxOptions extends SandboxOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackKey: string;
}

interface Asked {
  readonly subscriber?: { readonly msisdn?: string };
  readonly payee?: { readonly msisdn?: string };
  readonly transaction?: { readonly amount?: number; readonly id?: string };
}

const TOKEN_SECONDS = 180;
const statusCode: Record<SandboxState, string> = { pending: 'TIP', succeeded: 'TS', failed: 'TF', cancelled: 'TE' };

/** The family of codes is the product's: 008 collections, 009 disbursements. */
const codes: Record<SandboxMovement['kind'], Record<Ending | 'not_found' | 'duplicate', string>> = {
  top_up: {
    succeeded: 'DP00800001001',
    pending: 'DP00800001006',
    insufficient_funds: 'DP00800001007',
    unknown_account: 'DP00800001010',
    refused: 'DP00800001008',
    over_limit: 'DP00800001003',
    not_found: 'DP00800001025',
    duplicate: 'DP00800001000',
  },
  payout: {
    succeeded: 'DP00900001001',
    pending: 'DP00900001006',
    insufficient_funds: 'DP00900001007',
    unknown_account: 'DP00900001012',
    refused: 'DP00900001013',
    over_limit: 'DP00900001003',
    not_found: 'DP00900001015',
    duplicate: 'DP00900001017',
  },
};

const envelope = (responseCode: string, transaction: object | undefined, isSuccess: boolean) => ({
  ...(transaction ? { data: { transaction } } : {}),
  status: {
    code: '200',
    message: isSuccess ? 'SUCCESS' : 'Refused by the sandbox.',
    result_code: isSuccess ? 'ESB000010' : 'ESB000011',
    response_code: responseCode,
    success: isSuccess,
  },
});

function stateOf(movement: SandboxMovement) {
  const of = codes[movement.kind];
  const code = movement.state === 'pending' ? of.pending : of[movement.behaviour.ending];
  const transaction = {
    id: movement.id,
    airtel_money_id: movement.providerId,
    message: 'sandbox',
    status: statusCode[movement.state],
  };
  return envelope(code, transaction, movement.state !== 'failed');
}

export async function startAirtelSandbox(options: AirtelSandboxOptions): Promise<RunningSandbox> {
  const times = timesOf(options);
  const book = new SandboxBook(times, (movement, state) => sendCallback(options, movement, state), 'MP');
  const app = sandboxServer('airtel', options.log);
  const tokens = new Set<string>();
  const isCaller = ({ headers }: FastifyRequest) =>
    tokens.has(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '') &&
    headers['x-country'] !== undefined &&
    headers['x-currency'] !== undefined;
  const unauthorised = (reply: FastifyReply) => reply.code(401).send({ error: 'invalid_token' });

  app.post('/auth/oauth2/token', (request, reply) => {
    const asked = request.body as Record<string, string>;
    if (asked['client_id'] !== options.clientId || asked['client_secret'] !== options.clientSecret) {
      return reply.code(401).send({ error: 'invalid_client' });
    }
    const made = randomBytes(24).toString('base64url');
    tokens.add(made);
    return reply.send({ token_type: 'bearer', access_token: made, expires_in: String(TOKEN_SECONDS) });
  });

  const submit = (kind: SandboxMovement['kind']) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!isCaller(request)) return unauthorised(reply);
    const { subscriber, payee, transaction } = request.body as Asked;
    const { amount, id } = transaction ?? {};
    if (typeof amount !== 'number' || id === undefined)
      return reply.code(400).send(envelope('ESB000008', undefined, false));
    const behaviour = behaviourOf(amount);
    if (turnsAway(behaviour, request, reply)) return reply;
    const known = book.find(id);
    if (known) {
      known.submissions += 1;
      return reply.send(envelope(codes[kind].duplicate, undefined, false));
    }
    const party = (kind === 'top_up' ? subscriber : payee)?.msisdn ?? '';
    // A disbursement is decided before the answer; a collection waits for the customer's PIN.
    const movement = book.take(
      { id, kind, amount, currency: String(request.headers['x-currency']), party },
      kind === 'payout',
    );
    await answer(behaviour, times, reply, () => reply.send(stateOf(movement)));
    return reply;
  };
  const show = (kind: SandboxMovement['kind']) => (request: FastifyRequest, reply: FastifyReply) => {
    if (!isCaller(request)) return unauthorised(reply);
    const found = book.find((request.params as { id: string }).id);
    return reply.send(found?.kind === kind ? stateOf(found) : envelope(codes[kind].not_found, undefined, false));
  };

  app.post('/merchant/v1/payments/', submit('top_up'));
  app.get('/standard/v1/payments/:id', show('top_up'));
  app.post('/standard/v1/disbursements/', submit('payout'));
  app.get('/standard/v1/disbursements/:id', show('payout'));
  return listen(app, book, options);
}

async function sendCallback(options: AirtelSandboxOptions, movement: SandboxMovement, state: SandboxState) {
  const payload = {
    transaction: {
      id: movement.id,
      message: 'sandbox',
      status_code: statusCode[state],
      airtel_money_id: movement.providerId,
    },
  };
  await callBack(options.callbackUrl, signedAirtelBody(payload, options.callbackKey));
}

/** The body with its hash: HMAC-SHA256, in base64, over the JSON of everything else. */
export function signedAirtelBody(payload: object, key: string): string {
  const hash = createHmac('sha256', key).update(JSON.stringify(payload)).digest('base64');
  return JSON.stringify({ ...payload, hash });
}
