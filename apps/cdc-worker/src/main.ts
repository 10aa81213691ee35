import './young-generation.js';
import { CapturePipeline } from '@vf/change-capture';
import { createLogger, createMetrics, Health, opsServer, runMain, runServices } from '@vf/platform';
import { registerCaptureMetrics } from './capture-metrics.js';
import { captureReadiness } from './capture-readiness.js';
import { CaptureDesk } from './admin/capture-desk.js';
import { CaptureRates } from './admin/capture-rates.js';
import { createAdminApi } from './admin/create-admin-api.js';
import { httpServer } from '@vf/read-api';
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
  const rates = new CaptureRates(pipelines);
  const adminApi = () => {
    if (!config.API_TOKENS) return [];
    const desk = new CaptureDesk({ pipelines, rates, heartbeatIntervalMs: config.HEARTBEAT_INTERVAL_MS });
    const { app, letGo } = createAdminApi({ desk, tokens: config.API_TOKENS, log });
    const at = { host: config.ADMIN_HOST, port: config.ADMIN_PORT, portSetting: 'ADMIN_PORT' };
    return [rates.asService(), httpServer(app, { ...at, health, log, letGo })];
  };
  const services = [
    ...adminApi(),
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
