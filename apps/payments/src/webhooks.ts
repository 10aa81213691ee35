import 'reflect-metadata';
import { createLogger, runMain, runServices } from '@vf/platform';
import { webhooksConfig } from './config.js';
import { createWebhooksService } from './webhooks/webhooks-service.js';

await runMain(async () => {
  const config = webhooksConfig();
  const log = createLogger('webhooks', config.LOG_LEVEL);
  const service = createWebhooksService(config, log);
  return runServices(service.parts, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS, close: service.close });
});
