/** Sends records so that none is lost: resolves when every one of them is acknowledged by all in-sync replicas. */
import { type Backoff, type Log, backoffDelayMs, pause, reconnectBackoff, retryUntilStopped } from '@vf/platform';
import type { Producer } from 'kafkajs';
import { RecordTooLargeError, brokerErrorType, messageOf } from './errors.js';
import type { KafkaClient } from './kafka-client.js';
import {
  type Acknowledgement,
  type PublishRecord,
  type PublishResult,
  type SizeLimits,
  planRequests,
  recordBytes,
  settle,
} from './produce-plan.js';

export interface PublisherOptions extends Partial<SizeLimits> {
  /** Ends waiting: publish and connect throw its reason. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly backoff?: Backoff;
  /** Sees each failed attempt, for readiness. */
  readonly onRetry?: (err: unknown, failures: number) => void;
}

export interface Publisher {
  /**
   * Sends in the given order per partition; calls run one after another. Throws RecordTooLargeError before anything is
   * sent (or, for a topic with a lower limit of its own, when the broker says so), or the signal's reason; every other
   * fault is retried, also for hours. After a broker fault a record may be
   * stored twice (under a new producer id), never out of order and never not at all: readers drop by event id.
   */
  publish(records: readonly PublishRecord[]): Promise<PublishResult>;
  close(): Promise<void>;
}

/** The part of a kafkajs producer that sending needs; a test gives its own. */
export type ProducerConnection = Pick<Producer, 'connect' | 'disconnect'> & {
  sendBatch(batch: Parameters<Producer['sendBatch']>[0]): Promise<readonly Acknowledgement[]>;
};

/** Below the broker's default message.max.bytes of 1,048,588. */
const MAX_BATCH_BYTES = 900 * 1024;
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** kafkajs tries a little by itself; the waiting that may take hours is ours, because ours can be stopped. */
const PRODUCER_RETRIES = 3;
const ALL_REPLICAS = -1;

/** After these the broker no longer takes this producer's sequence numbers: only a new producer id helps. */
const BROKEN_PRODUCER: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'UNKNOWN_PRODUCER_ID',
  'PRODUCER_FENCED',
]);

const TOO_LARGE: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

const explicitPartition = () => (record: { message: { partition?: number } }) => {
  if (record.message.partition === undefined) throw new RangeError('a record without a partition was sent');
  return record.message.partition;
};

/** Connects (with backoff until the signal) and gives a publisher. */
export async function openPublisher(client: KafkaClient, options: PublisherOptions): Promise<Publisher> {
  return openPublisherOver(
    () =>
      client.kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: explicitPartition,
        retry: { retries: PRODUCER_RETRIES },
      }),
    options,
  );
}

/** The same over any producer; the seam at which a test plays the broker. */
export async function openPublisherOver(
  createProducer: () => ProducerConnection,
  options: PublisherOptions,
): Promise<Publisher> {
  const publisher = new IdempotentPublisher(createProducer, options);
  await publisher.connect();
  return publisher;
}

class IdempotentPublisher implements Publisher {
  #producer: ProducerConnection | undefined;
  /** The calls before; each waits for it, so that one request is in flight and order holds. */
  #last: Promise<unknown> = Promise.resolve();
  readonly #limits: SizeLimits;

  constructor(
    private readonly createProducer: () => ProducerConnection,
    private readonly options: PublisherOptions,
  ) {
    this.#limits = {
      maxBatchBytes: options.maxBatchBytes ?? MAX_BATCH_BYTES,
      maxRequestBytes: options.maxRequestBytes ?? MAX_REQUEST_BYTES,
    };
  }

  async connect(): Promise<void> {
    this.#producer = await retryUntilStopped(() => this.#connected(), {
      signal: this.options.signal,
      backoff: this.options.backoff ?? reconnectBackoff,
      onFailure: (err, failures) => this.#noticed(err, failures),
    });
  }

  async publish(records: readonly PublishRecord[]): Promise<PublishResult> {
    const requests = planRequests(records, this.#limits);
    const turn = this.#last.then(() => this.#publishAll(requests, records));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#drop();
  }

  async #publishAll(requests: PublishRecord[][], all: readonly PublishRecord[]): Promise<PublishResult> {
    const result: PublishResult = new Map();
    const waiting = requests.toReversed();
    for (let request = waiting.pop(); request; request = waiting.pop()) {
      const refused = await this.#sendUntilCovered(request, result);
      if (refused.length === 1) throw tooLarge(refused, all, this.#limits.maxBatchBytes);
      // The topic's own limit is below ours: halves of the request may fit.
      const half = Math.ceil(refused.length / 2);
      if (refused.length > 0) waiting.push(refused.slice(half), refused.slice(0, half));
    }
    return result;
  }

  /** Sends again what is not acknowledged, until nothing is left. Gives back what the broker finds too large. */
  async #sendUntilCovered(request: PublishRecord[], result: PublishResult): Promise<PublishRecord[]> {
    for (let rest = request, failures = 1; ; failures += 1) {
      this.options.signal.throwIfAborted();
      try {
        rest = settle(rest, await this.#send(rest), result);
        if (rest.length === 0) return [];
        await this.#recover(new Error('the answer does not cover every partition that was sent'), failures);
      } catch (err) {
        if (TOO_LARGE.has(brokerErrorType(err) ?? '')) return rest;
        await this.#recover(err, failures);
      }
    }
  }

  async #send(records: readonly PublishRecord[]): Promise<readonly Acknowledgement[]> {
    this.#producer ??= await this.#connected();
    const topics = new Map<string, PublishRecord[]>();
    for (const record of records) {
      const list = topics.get(record.topic);
      if (list) list.push(record);
      else topics.set(record.topic, [record]);
    }
    const topicMessages = [...topics].map(([topic, list]) => ({ topic, messages: list.map(toMessage) }));
    return this.#producer.sendBatch({ acks: ALL_REPLICAS, topicMessages });
  }

  /** Waits before the next attempt, which gets a new producer where the old one is spoilt. */
  async #recover(err: unknown, failures: number): Promise<void> {
    if (BROKEN_PRODUCER.has(brokerErrorType(err) ?? '')) await this.#drop();
    this.#noticed(err, failures);
    await pause(backoffDelayMs(this.options.backoff ?? reconnectBackoff, failures), this.options.signal);
  }

  /**
   * A producer whose connect failed is thrown away: kafkajs then believes it connected, has no producer id, and would
   * send without idempotence.
   */
  async #connected(): Promise<ProducerConnection> {
    const producer = this.createProducer();
    try {
      await producer.connect();
      return producer;
    } catch (err) {
      await producer.disconnect().catch(() => undefined);
      throw err;
    }
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  #noticed(err: unknown, failures: number): void {
    this.options.log.warn({ err: messageOf(err), type: brokerErrorType(err), failures }, 'publishing failed, retrying');
    this.options.onRetry?.(err, failures);
  }
}

function tooLarge(refused: readonly PublishRecord[], all: readonly PublishRecord[], limitBytes: number): Error {
  const [record] = refused;
  if (!record) throw new RangeError('no record was refused');
  return new RecordTooLargeError(record.topic, record.partition, all.indexOf(record), recordBytes(record), limitBytes);
}

function toMessage(record: PublishRecord) {
  return {
    partition: record.partition,
    key: record.key,
    value: record.value,
    ...(record.headers && { headers: { ...record.headers } }),
    ...(record.timestampMs !== undefined && { timestamp: String(record.timestampMs) }),
  };
}
