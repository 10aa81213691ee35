import 'reflect-metadata';
import { createLogger, runMain, runServices } from '@vf/platform';
import { fraudConfig } from './config.js';
import { createFraudService } from './fraud-service.js';

await runMain(async () => {
  const config = fraudConfig();
  const log = createLogger('fraud', config.LOG_LEVEL);
  const service = await createFraudService(config, log);
  return runServices(service.parts, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS, close: service.close });
});
