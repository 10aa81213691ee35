export { backoffDelayMs, hasEnded, pause, reconnectBackoff, retryUntilStopped, type Backoff } from './backoff.js';
export { BearerTokens, apiTokens, type TokenHolder } from './bearer-tokens.js';
export { Health, type CheckState } from './health.js';
export { PortTakenError, listenOrExplain } from './listen.js';
export {
  ConfigError,
  kafkaBrokers,
  loadConfig,
  port,
  postgresUrl,
  processSettings,
  topicPrefix,
} from './load-config.js';
export { createLogger, silentLog, type Log } from './logger.js';
export { Counter, Gauge, Histogram, Registry, createMetrics } from './metrics.js';
export { opsServer, type OpsServerOptions } from './ops-server.js';
export { runMain, runServices, type RunOptions, type Service } from './service.js';
