import './young-generation.js';
import { CapturePipeline } from '@vf/change-capture';
import { createLogger, createMetrics, Health, opsServer, runMain, runServices } from '@vf/platform';
import { registerCaptureMetrics } from './capture-metrics.js';
import { captureReadiness } from './capture-readiness.js';
import { captureService } from './capture-service.js';
import { compose } from './composition.js';
import { readConfig } from './config.js';

await runMain(() => {
  const config = readConfig();
  const log = createLogger('cdc-worker', config.LOG_LEVEL);
  const { broker, topics, pipelines: declared } = compose(config, log);
  const pipelines = declared.map((options) => new CapturePipeline(options));
  const health = new Health();
  const metrics = createMetrics('cdc-worker');
  registerCaptureMetrics(metrics, pipelines, config.HEARTBEAT_INTERVAL_MS);
  const readiness = {
    pipelines,
    health,
    stallLimitMs: config.STALL_LIMIT_MS,
    heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS,
  };
  const services = [
    opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics }),
    captureReadiness(readiness),
    captureService({
      pipelines,
      openBroker: (signal, onWaiting) => broker.open(topics, signal, onWaiting),
      closeBroker: () => broker.close(),
    }),
  ];
  return runServices(services, { log, drainTimeoutMs: config.DRAIN_TIMEOUT_MS });
});
