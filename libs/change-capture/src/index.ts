export { CaptureStop, type CaptureStopCode } from './capture-stop.js';
export type { ChangeRecord } from './encode/change-record.js';
export type { EnvelopeSource } from './encode/envelope-source.js';
export {
  FormatOptionError,
  OWN_OPTIONS,
  profiles,
  resolveFormat,
  type FormatOptions,
  type FormatProfile,
} from './encode/format-options.js';
export { UNSUPPORTED_OPTIONS } from './encode/unsupported-options.js';
export type { MessageTopic } from './encode/message-encoder.js';
export type { EnvelopeTable, OutboxTable, RowsTable, TablePlan } from './encode/table-plan.js';
export { topicNameOf } from './encode/topic-name.js';
export { formatLsn, parseLsn } from './lsn.js';
export { CapturePipeline, type RepairEnd } from './pipeline/capture-pipeline.js';
export { lagMs, type CapturePhase, type CaptureStatus } from './pipeline/capture-status.js';
export { initPipeline } from './pipeline/init-pipeline.js';
export {
  CREATE_SLOT_LIMIT_MS,
  defaultLimits,
  type CaptureLimits,
  type PipelineOptions,
} from './pipeline/pipeline-options.js';
export { SlotCommandRefused, type SlotRefusalCode } from './pipeline/slot-command-refused.js';
export type { PipelineSetup, PlannedTables, TablePlanner } from './pipeline/table-planner.js';
export { discoverTables, type DiscoveredTable } from './source/discover-tables.js';
export type { SlotState } from './source/slot-state.js';
export { positionRecord, type CapturePosition } from './position/capture-position.js';
export {
  messageJsonSchemas,
  recordJsonSchemas,
  transactionJsonSchemas,
  type RecordsQuestion,
} from './schema/record-json-schemas.js';
export type { RecordSchema } from './schema/table-json-schemas.js';
export { storedSnapshots as snapshotsRecord } from './snapshot/stored-snapshots.js';
export { SourceTransactionOpen } from './source/source-transaction-open.js';
export type { SourceAddress } from './source/source-client.js';
export type { DeadLetterOptions, RefusalPolicy } from './dead-letter/record-gate.js';
export { parsePiiKeys, type PiiKeys } from './pii/pii-keys.js';
export { piiPlan, type PiiPlan } from './pii/pii-plan.js';
export {
  RecordRefused,
  type Broker,
  type ChangeSink,
  type Delivery,
  type OffsetsByPartition,
  type PartitionScan,
  type PublishedRange,
  type RecordAccumulator,
  type ScannedRecord,
  type SinkOptions,
} from './ports.js';
export {
  SnapshotRefused,
  snapshotRequest,
  type SnapshotCommands,
  type SnapshotKind,
  type SnapshotRefusalCode,
  type SnapshotRequest,
  type SnapshotState,
  type SnapshotStatus,
  type SnapshotTableRequest,
  type SnapshotTableStatus,
} from './snapshot/snapshot-requests.js';
