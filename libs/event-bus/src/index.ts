export type { PartitionOffsets } from './cluster-connection.js';
export {
  CompactedTopicError,
  OffsetOutOfRangeError,
  RecordTooLargeError,
  ScanTimeoutError,
  TopicMismatchError,
  TopicMissingError,
  TransactionFailedError,
  brokerErrorType,
  isError,
  isPassingBrokerFault,
  messageOf,
} from './errors.js';
export { createKafkaClient, type KafkaClient, type KafkaClientOptions } from './kafka-client.js';
export { openBatchPublisher, type BatchPublisher, type BatchPublisherOptions } from './produce/batch-publisher.js';
export {
  openTransactionalPublisher,
  type TransactionalPublisher,
  type TransactionalPublisherOptions,
} from './produce/transactional-publisher.js';
export type { RecordAccumulator } from './produce/record-accumulator.js';
export type { AckedRange, PublishRecord, PublishResult } from './publish-record.js';
export { openPublisher, type Publisher, type PublisherOptions } from './publisher.js';
export { readCompactedTopic, scanTopic, type ScanOptions, type StoredRecord } from './scan-topic.js';
export { openTopicAdmin, type TopicAdmin, type TopicAdminOptions } from './topic-admin.js';
export type { TopicIdentity } from './topic-metadata.js';
export { consumeBatches } from './consume/consume-batches.js';
export type { ConsumeOptions, ConsumeTuning } from './consume/consume-options.js';
export type {
  AssignedPartition,
  BatchOutcome,
  ConsumeObserver,
  ConsumedBatch,
  StoredPosition,
} from './consume/consumed-batch.js';
export {
  decideFailure,
  type Failure,
  type FailureDecision,
  type FailureKind,
  type FailurePolicy,
} from './failure-policy.js';
