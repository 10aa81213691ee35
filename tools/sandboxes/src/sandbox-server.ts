/** What the sandboxes share: a server that says what it is, keeps raw form and JSON bodies apart, and can fall silent. */
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog, type Log } from '@vf/platform';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Behaviour } from './magic-amounts.js';
import { sandboxTimes, type SandboxBook, type SandboxMovement, type SandboxTimes } from './sandbox-book.js';

export interface SandboxOptions {
  /** Loopback without it. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where callbacks go, for a provider that has it among its settings. */
  readonly callbackUrl?: string;
  readonly times?: Partial<SandboxTimes>;
  readonly log?: Log;
}

export interface RunningSandbox {
  readonly url: string;
  /** Everything it was asked to move. */
  readonly movements: () => readonly SandboxMovement[];
  readonly close: () => Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const CALLBACK_TIMEOUT_MS = 5_000;
const BODY_LIMIT_BYTES = 64 * 1024;

export const timesOf = (options: SandboxOptions): SandboxTimes => ({ ...sandboxTimes, ...options.times });

/** The server before its routes. Every answer and log line says that no money moves here. */
export function sandboxServer(provider: string, log: Log = silentLog): FastifyInstance {
  const app = fastify({ bodyLimit: BODY_LIMIT_BYTES, forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('x-sandbox', `vendorflow ${provider}`);
    await Promise.resolve();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    log.info({ sandbox: provider, method, route: routeOptions.url, status: reply.statusCode }, 'the sandbox answered');
    done();
  });
  return app;
}

/** Listens, and shows at `/_sandbox/movements` what it was asked, for tests in other processes. */
export async function listen(
  app: FastifyInstance,
  book: SandboxBook,
  { host = LOOPBACK, port = 0 }: { readonly host?: string; readonly port?: number },
): Promise<RunningSandbox> {
  app.get('/_sandbox/movements', () => book.movements);
  await app.listen({ host, port });
  return {
    url: app.listeningOrigin,
    movements: () => book.movements,
    async close() {
      book.close();
      await app.close();
    },
  };
}

/** Cuts the connection, or turns the request away, where the amount asks for it: true when nothing is to be taken. */
export function turnsAway({ answering }: Behaviour, request: FastifyRequest, reply: FastifyReply): boolean {
  if (answering === 'busy')
    void reply.code(429).send({ error: { type: 'rate_limit_error', message: 'Too many requests.' } });
  if (answering === 'cut') {
    reply.hijack();
    request.raw.socket.destroy();
  }
  return answering === 'busy' || answering === 'cut';
}

/** Answers as the amount asks: now, late, with a server error, or never. */
export async function answer(
  { answering }: Behaviour,
  times: SandboxTimes,
  reply: FastifyReply,
  write: () => FastifyReply,
): Promise<void> {
  if (answering === 'never') {
    reply.hijack();
    return;
  }
  if (answering === 'late') await sleep(times.lateMs);
  if (answering === 'broken') void reply.code(500).send({ error: { type: 'api_error', message: 'Internal error.' } });
  else void write();
}

/** Posts a callback and does not mind whether anybody listens. */
export async function callBack(
  url: string | undefined,
  body: string,
  { method = 'POST', headers = {} }: { method?: 'POST' | 'PUT'; headers?: Record<string, string> } = {},
): Promise<void> {
  if (url === undefined) return;
  await fetch(url, {
    method,
    body,
    headers: { 'content-type': 'application/json', 'x-sandbox': 'vendorflow', ...headers },
    signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MS),
  }).catch(() => undefined);
}
