import { listenOrExplain, type Health, type Log, type Service } from '@vf/platform';
import type { Api } from './http/create-api.js';

export interface ApiServerOptions {
  readonly api: Api;
  readonly host: string;
  readonly port: number;
  readonly health: Health;
  readonly log: Log;
}

/** Listens until the signal; then turns new connections away and answers every request it has begun. */
export function apiServer({ api, host, port, health, log }: ApiServerOptions): Service {
  health.declare('api', 'not listening yet');
  return {
    name: 'api',
    async run(signal) {
      await listenOrExplain(() => api.listen(host, port), port, 'HTTP_PORT');
      log.info({ url: api.url() }, 'the API is listening');
      health.ok('api', 'listening');
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      health.fail('api', 'stopping');
      await api.close();
    },
  };
}
