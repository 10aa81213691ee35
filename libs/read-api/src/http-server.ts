import { listenOrExplain, type Health, type Log, type Service } from '@vf/platform';
import type { FastifyInstance } from 'fastify';
import { answerBrokenRequest, answerUnroutable } from './broken-request.js';
import { requestIdOf } from './request-id.js';

const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 30_000;
/** Reads have no body worth the name. */
const BODY_LIMIT_BYTES = 16 * 1024;
const HEADER_LIMIT_BYTES = 16 * 1024;
/** How often late requests are looked for; Node's own default of 30 s would let them be three times as late. */
const LATE_CHECK_MS = 1_000;

/** Fastify's settings of every read API: all that waits or grows is bounded, and every request has an id. */
export const fastifySettings = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionTimeout: CONNECTION_TIMEOUT_MS,
  bodyLimit: BODY_LIMIT_BYTES,
  http: {
    maxHeaderSize: HEADER_LIMIT_BYTES,
    headersTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: LATE_CHECK_MS,
  },
  forceCloseConnections: 'idle' as const,
  // Requests on open connections are still answered while we stop; Fastify's own 503 is not a problem+json.
  return503OnClosing: false,
  genReqId: requestIdOf,
  clientErrorHandler: answerBrokenRequest,
  frameworkErrors: answerUnroutable,
};

/** What Nest's application has of a server. */
export interface ListeningApp {
  listen(port: number, host: string): Promise<unknown>;
  getUrl(): Promise<string>;
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly health: Health;
  readonly log: Log;
  /** Called at the stop: what closeConnectionsOnceStopping gave. */
  readonly letGo: () => void;
  /** The setting that names the port; HTTP_PORT without it. */
  readonly portSetting?: string;
}

/** Listens until the signal; then takes no new connections and answers every request it has begun. */
export function httpServer(app: ListeningApp, at: HttpServerOptions): Service {
  at.health.declare('api', 'not listening yet');
  return {
    name: 'api',
    async run(signal) {
      await listenOrExplain(() => app.listen(at.port, at.host), at.port, at.portSetting ?? 'HTTP_PORT');
      at.log.info({ url: await app.getUrl() }, 'the API is listening');
      at.health.ok('api', 'listening');
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      at.health.fail('api', 'stopping');
      at.letGo();
      await app.close();
    },
  };
}

/**
 * From its call on, every answer ends its connection. Connections idle at the stop are closed by the server; one whose
 * answer was still to come would else be kept open for the client's next request, and the stop would wait for it.
 */
export function closeConnectionsOnceStopping(server: FastifyInstance): () => void {
  let stopping = false;
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) void reply.header('connection', 'close');
    done();
  });
  return () => (stopping = true);
}
