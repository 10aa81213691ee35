/** Health and metrics of a process on a port of their own, so that neither is ever exposed with the API. */
import fastify from 'fastify';
import type { Registry } from 'prom-client';
import type { Health } from './health.js';
import { listenOrExplain } from './listen.js';
import type { Service } from './service.js';

export interface OpsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly health: Health;
  readonly metrics: Registry;
}

const OPS_REQUEST_TIMEOUT_MS = 5_000;

/** GET /healthz (the process answers), /readyz (its parts work; 503 and the reasons when not), /metrics (Prometheus). */
export function opsServer(options: OpsServerOptions): Service {
  const app = fastify({ requestTimeout: OPS_REQUEST_TIMEOUT_MS, forceCloseConnections: true });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const { ready, checks } = options.health;
    return reply.code(ready ? 200 : 503).send({ ready, checks });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(options.metrics.contentType).send(await options.metrics.metrics()),
  );
  return {
    name: 'ops',
    async run(signal) {
      await listenOrExplain(() => app.listen({ host: options.host, port: options.port }), options.port, 'OPS_PORT');
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await app.close();
    },
  };
}
