import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Health, Log, Service } from '@vf/platform';

const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 30_000;
/** Reads have no body worth the name. */
const BODY_LIMIT_BYTES = 16 * 1024;
const SENT_REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Fastify's settings of every read API: all that waits or grows is bounded, and every request has an id. */
export const fastifySettings = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionTimeout: CONNECTION_TIMEOUT_MS,
  bodyLimit: BODY_LIMIT_BYTES,
  genReqId: (request: Pick<IncomingMessage, 'headers'>): string => {
    const sent = request.headers['request-id'];
    return typeof sent === 'string' && SENT_REQUEST_ID.test(sent) ? sent : `req_${randomUUID().replaceAll('-', '')}`;
  },
};

/** What Nest's application has of a server. */
export interface ListeningApp {
  listen(port: number, host: string): Promise<unknown>;
  getUrl(): Promise<string>;
  close(): Promise<void>;
}

/** Listens until the signal; then takes no new connections and answers every request it has begun. */
export function httpServer(app: ListeningApp, at: { host: string; port: number; health: Health; log: Log }): Service {
  at.health.declare('api', 'not listening yet');
  return {
    name: 'api',
    async run(signal) {
      await app.listen(at.port, at.host);
      at.log.info({ url: await app.getUrl() }, 'the API is listening');
      at.health.ok('api', 'listening');
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      at.health.fail('api', 'stopping');
      await app.close();
    },
  };
}
