import { createLogger, createMetrics, Health, opsServer, runMain, runServices } from '@vf/platform';
import { sandboxesConfig } from './config.js';
import { startSandboxes } from './start-sandboxes.js';

await runMain(async () => {
  const config = sandboxesConfig();
  const log = createLogger('sandboxes', config.LOG_LEVEL);
  const health = new Health();
  health.declare('sandboxes', 'not listening yet');
  const ops = opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics: createMetrics('sandboxes') });
  const sandboxes = await startSandboxes(config, log);
  log.info({ urls: sandboxes.map(({ url }) => url) }, 'sandboxes are listening; no money moves here');
  health.ok('sandboxes', 'listening');
  return runServices([ops], {
    log,
    drainTimeoutMs: config.DRAIN_TIMEOUT_MS,
    close: async () => {
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
    },
  });
});
