/// <reference lib="esnext.error" />
import type { PublishRecord } from './publish-record.js';

/** Faults of the bus that a caller can act on. Each names what is wrong and, where there is one, the repair. */

/** A record is larger than the broker would take, by our limit or by its topic's own. */
export class RecordTooLargeError extends Error {
  override readonly name = 'RecordTooLargeError';
  constructor(
    readonly record: PublishRecord,
    /** Of the record in a batch of its own. */
    readonly bytes: number,
    limit: string,
  ) {
    super(`a record for ${record.topic}/${record.partition} takes ${bytes} bytes, more than ${limit}`);
  }
}

/**
 * A transaction did not end as it should: it was aborted, or nobody knows. What is committed on the topics, read after
 * the transactional id was taken anew, decides where to go on; sending the same again could store it twice.
 */
export class TransactionFailedError extends Error {
  override readonly name = 'TransactionFailedError';
  constructor(transactionalId: string, cause: unknown) {
    super(`the transaction of ${transactionalId} was not committed for sure: ${messageOf(cause)}`, { cause });
  }
}

/** A topic that was asked for does not exist. */
export class TopicMissingError extends Error {
  override readonly name = 'TopicMissingError';
  constructor(readonly topic: string) {
    super(`topic ${topic} does not exist: create the topics first (cdc-worker init)`);
  }
}

/** An existing topic differs from its declaration in a way that changes what readers see. */
export class TopicMismatchError extends Error {
  override readonly name = 'TopicMismatchError';
  constructor(readonly differences: readonly string[]) {
    super(`topics differ from their declaration: ${differences.join('; ')}`);
  }
}

/** Groups of this client may stall on compacted topics, so they are refused instead. */
export class CompactedTopicError extends Error {
  override readonly name = 'CompactedTopicError';
  constructor(readonly topic: string) {
    super(`topic ${topic} is compacted: a consumer group can stall on it, read it with readCompactedTopic`);
  }
}

/** The stored position is not in the log: records were deleted before they were applied, or the log was cut back. */
export class OffsetOutOfRangeError extends Error {
  override readonly name = 'OffsetOutOfRangeError';
  constructor(
    readonly topic: string,
    readonly partition: number,
    readonly stored: bigint,
    readonly low: bigint,
    readonly high: bigint,
  ) {
    super(
      `${topic}/${partition}: stored position ${stored.toString()} is outside the log ` +
        `[${low.toString()}, ${high.toString()}]: ${repairOf(stored, low)}`,
    );
  }
}

function repairOf(stored: bigint, low: bigint): string {
  return stored < low
    ? 'records were deleted before they were applied. Rebuild this read model from the source, or accept the gap by ' +
        'setting next_offset of this row of consumer_position to the low end'
    : 'the log was cut back after it was read. Find out why (unclean leader election, restored broker); then set ' +
        'next_offset of this row of consumer_position to the high end: what is emitted again is dropped by its event id';
}

/** Reading from the beginning to the end did not finish in time. */
export class ScanTimeoutError extends Error {
  override readonly name = 'ScanTimeoutError';
  constructor(
    readonly topic: string,
    readonly timeoutMs: number,
  ) {
    super(`topic ${topic} could not be read to its end within ${timeoutMs} ms`);
  }
}

const PASSING_NAMES: ReadonlySet<string> = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
]);

/**
 * kafkajs throws it bare, without a name of its own, from a connection whose first request was not answered: a broker
 * that accepts connections and is otherwise hung. Seen with 2.2.4 (src/broker/index.js).
 */
const NOT_CONNECTED_MESSAGE = 'Broker not connected';

/**
 * Whether waiting may cure a fault of the broker or the way to it. kafkajs wraps causes several times and calls some of
 * its own passing states "not retriable" (a broker that is away has no coordinator), so names are looked at as well.
 */
export function isPassingBrokerFault(err: unknown): boolean {
  for (let at: unknown = err, depth = 0; isError(at) && depth < 8; at = at.cause, depth += 1) {
    if (at.message === NOT_CONNECTED_MESSAGE) return true;
    const kafka = at as Error & { retriable?: boolean; type?: string };
    if (at.name.startsWith('KafkaJS') && (kafka.retriable === true || PASSING_NAMES.has(at.name))) return true;
  }
  return false;
}

/** Whether something thrown is an error; `instanceof` misses those of another realm, as Node's own are under a test. */
export const isError = (thrown: unknown): thrown is Error => Error.isError(thrown);

/** One line about anything that was thrown. */
export function messageOf(err: unknown): string {
  return isError(err) ? err.message : String(err);
}

/** The protocol's error name (`OUT_OF_ORDER_SEQUENCE_NUMBER`), looked for through kafkajs's wrapping. */
export function brokerErrorType(err: unknown): string | undefined {
  for (let at: unknown = err, depth = 0; isError(at) && depth < 8; at = at.cause, depth += 1) {
    const { type } = at as Error & { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}
