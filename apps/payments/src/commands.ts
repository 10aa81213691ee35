import 'reflect-metadata';
import { createLogger, runMain, runServices } from '@vf/platform';
import { createCommandsService } from './commands/commands-service.js';
import { commandsConfig } from './config.js';

await runMain(async () => {
  const config = commandsConfig();
  const log = createLogger('commands', config.LOG_LEVEL);
  const service = createCommandsService(config, log);
  return runServices(service.parts, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS, close: service.close });
});
