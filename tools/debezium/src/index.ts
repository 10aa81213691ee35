export type { RunningConnector } from './connect-worker.js';
export { ConnectorFailed } from './connector-status.js';
export { type JdbcSinkOptions, startJdbcSink } from './jdbc-sink.js';
export { processCost, type ProcessCost } from './process-cost.js';
export type { Properties } from './properties.js';
export { type DebeziumOptions, startDebezium, type Tuning } from './source-connector.js';
