export { consumerPositionMigrationSql, type ConsumerPositionTables } from './consumer-position.js';
export { defaultConsumerTuning, type ConsumerTuning } from './consumer-tuning.js';
export { deadLetterHeaders } from './dead-letters.js';
export {
  ConsumerStoppedError,
  PartitionCountChangedError,
  PassingFaultError,
  PoisonRecordError,
  TooManyDeadLettersError,
} from './errors.js';
export { KafkaBatchServer, type KafkaBatchServerOptions } from './kafka-batch-server.js';
export { KeepHandlerErrors } from './keep-handler-errors.js';
export {
  batchRoute,
  type BatchContext,
  type BatchHandler,
  type BatchRoute,
  type ConsumedRecord,
  type RecordBatch,
  type RecordSchema,
} from './record-batch.js';
export { openServicePool, type ServicePoolOptions } from './service-pool.js';
