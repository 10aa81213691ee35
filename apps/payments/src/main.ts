import 'reflect-metadata';
import { createLogger, runMain, runServices } from '@vf/platform';
import { paymentsConfig } from './config.js';
import { createPaymentsService } from './payments-service.js';

await runMain(async () => {
  const config = paymentsConfig();
  const log = createLogger('payments', config.LOG_LEVEL);
  const service = await createPaymentsService(config, log);
  return runServices(service.parts, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS, close: service.close });
});
