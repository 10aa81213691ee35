/** Wires the process: what it is made of, and who knows whom. */
import { createPosting, openDatabase } from '@vf/payments';
import { createMetrics, Health, opsServer, type Log, type Service } from '@vf/platform';
import { apiServer } from './api-server.js';
import type { PaymentsConfig } from './config.js';
import { databaseReadiness } from './database-readiness.js';
import { holdExpiry } from './hold-expiry.js';
import { Authenticator } from './http/authenticator.js';
import { createApi } from './http/create-api.js';
import { writeAnswer } from './http/payment-answer.js';
import { RateLimits } from './http/rate-limits.js';
import { requestMetrics } from './http/request-metrics.js';
import { postingMetrics } from './posting-metrics.js';
import { createMovements } from './providers/create-movements.js';
import { providerResolver } from './providers/provider-resolver.js';

export interface PaymentsService {
  readonly parts: readonly Service[];
  /** Where the API listens, once it does. */
  readonly apiUrl: () => string;
  readonly close: () => Promise<void>;
}

export async function createPaymentsService(config: PaymentsConfig, log: Log): Promise<PaymentsService> {
  const metrics = createMetrics('payments');
  const health = new Health();
  const db = openDatabase({ connectionString: config.DATABASE_URL });
  const posting = createPosting({
    connectionString: config.DATABASE_URL,
    slots: config.POSTING_SLOTS,
    maxQueued: config.POSTING_MAX_QUEUED,
    writeAnswer,
    observer: postingMetrics(metrics, log, () => posting.queued()),
  });
  const limits = new RateLimits({
    requests: config.RATE_LIMIT_REQUESTS,
    windowSeconds: config.RATE_LIMIT_WINDOW_SECONDS,
    unknownKeys: config.RATE_LIMIT_UNKNOWN_KEYS,
  });
  const movements = createMovements({ settings: config, db, posting, metrics, log });
  const resolver = providerResolver(movements, config.PROVIDER_POLL_MS, log);
  const api = await createApi({
    db,
    posting,
    movements,
    onCallback: resolver.nudge,
    log,
    limits,
    authenticator: new Authenticator({ db, mode: config.API_MODE, limits }),
    metrics: requestMetrics(metrics),
    webhookRules: {
      allowLoopback: config.WEBHOOK_ALLOW_LOOPBACK,
      allowPrivate: config.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
    },
    requestTimeoutMs: config.HTTP_REQUEST_TIMEOUT_MS,
    maxConnections: config.HTTP_MAX_CONNECTIONS,
    trustedProxies: config.TRUSTED_PROXIES,
  });
  return {
    parts: [
      opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics }),
      databaseReadiness({ db, health, log }),
      resolver,
      holdExpiry({ db, posting, log, metrics, intervalMs: config.HOLD_EXPIRY_INTERVAL_MS }),
      apiServer({ api, host: config.HTTP_HOST, port: config.HTTP_PORT, health, log }),
    ],
    apiUrl: () => api.url(),
    async close() {
      await posting.close();
      await db.destroy();
    },
  };
}
