import 'reflect-metadata';
import { createLogger, runMain, runServices } from '@vf/platform';
import { projectionConfig } from './config.js';
import { createProjectionService } from './projection-service.js';

await runMain(async () => {
  const config = projectionConfig();
  const log = createLogger('ledger-projection', config.LOG_LEVEL);
  const service = await createProjectionService(config, log);
  return runServices(service.parts, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS, close: service.close });
});
