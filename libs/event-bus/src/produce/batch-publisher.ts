/** Sends accumulated records so that none is lost: resolves when all in-sync replicas have every one of them. */
import { type Backoff, type Log, backoffDelayMs, pause, reconnectBackoff, retryUntilStopped } from '@vf/platform';
import { RecordTooLargeError, brokerErrorType, messageOf } from '../errors.js';
import type { KafkaClient } from '../kafka-client.js';
import { createErrorFromCode } from '../kafkajs-internals.js';
import { type PublishResult, addRange } from '../publish-record.js';
import { type Verdict, verdictOf, verdictOn } from './broker-answers.js';
import { pickRequest } from './pick-request.js';
import type { PartitionAnswer } from './produce-request.js';
import { KafkaTransport, type ProduceTransport } from './produce-transport.js';
import { ProducerState, slotOf } from './producer-state.js';
import { RecordAccumulator } from './record-accumulator.js';
import type { RecordBatch } from './record-batch.js';
import { SegmentPool } from './segment-pool.js';
import { readRecords, splitBatch } from './split-batch.js';

export interface BatchPublisherOptions {
  /** Ends waiting: publish and connect throw its reason. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly backoff?: Backoff;
  /** Sees each failed attempt, for readiness. */
  readonly onRetry?: (err: unknown, failures: number) => void;
  /** Of one partition's records in one request: the broker's message.max.bytes counts these. */
  readonly maxBatchBytes?: number;
  /** Of all records in one request. */
  readonly maxRequestBytes?: number;
  /** Memory that is kept for the next batches. */
  readonly keepBytes?: number;
}

export interface BatchPublisher {
  /** Takes records for one publish, copied as they are appended. */
  accumulate(): RecordAccumulator;
  /**
   * Sends in the order of appending per partition; calls run one after another. Throws RecordTooLargeError when a topic
   * has a lower limit than ours, or the signal's reason; every other fault is retried, also for hours. After a fault
   * that cost the producer its id a record may be stored twice, never out of order and never not at all: readers drop
   * by event id. The accumulator is used up.
   */
  publish(records: RecordAccumulator): Promise<PublishResult>;
  close(): Promise<void>;
}

/** Below the broker's default message.max.bytes of 1,048,588. */
const MAX_BATCH_BYTES = 900 * 1024;
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
const KEEP_BYTES = 4 * 1024 * 1024;
/** How long the broker may wait for its replicas; below the client's own limit for a request. */
const REPLICATION_TIMEOUT_MS = 10_000;

/** Connects (with backoff until the signal) and gives a publisher. */
export function openBatchPublisher(client: KafkaClient, options: BatchPublisherOptions): Promise<BatchPublisher> {
  return openBatchPublisherOver(new KafkaTransport(client), options);
}

/** The same over any transport. */
export async function openBatchPublisherOver(
  transport: ProduceTransport,
  options: BatchPublisherOptions,
): Promise<BatchPublisher> {
  const publisher = new IdempotentBatchPublisher(transport, options);
  await publisher.connect();
  return publisher;
}

/** How one batch fared in one attempt. */
interface Outcome {
  readonly batch: RecordBatch;
  readonly verdict: Verdict;
  /** Of the first record, when it was stored. */
  readonly baseOffset: bigint;
  readonly fault: unknown;
}

class IdempotentBatchPublisher implements BatchPublisher {
  readonly #pool: SegmentPool;
  readonly #maxBatchBytes: number;
  #state: ProducerState | undefined;
  readonly #knownTopics = new Set<string>();
  /** The calls before; each waits for it, so that one request per node is in flight and order holds. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transport: ProduceTransport,
    private readonly options: BatchPublisherOptions,
  ) {
    this.#pool = new SegmentPool(options.keepBytes ?? KEEP_BYTES);
    this.#maxBatchBytes = options.maxBatchBytes ?? MAX_BATCH_BYTES;
  }

  async connect(): Promise<void> {
    await retryUntilStopped(() => this.transport.connect(), {
      ...this.options,
      backoff: this.#backoff,
      onFailure: (err, failures) => this.#noticed(err, failures),
    });
  }

  accumulate(): RecordAccumulator {
    return new RecordAccumulator(this.#pool, this.#maxBatchBytes);
  }

  publish(records: RecordAccumulator): Promise<PublishResult> {
    const turn = this.#last.then(() => this.#publishAll(records.batches));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.transport.close();
  }

  async #publishAll(batches: readonly RecordBatch[]): Promise<PublishResult> {
    const result: PublishResult = new Map();
    let waiting = [...batches];
    for (let failures = 0; waiting.length > 0;) {
      this.options.signal.throwIfAborted();
      const outcomes = await this.#attempt(pickRequest(waiting, this.options.maxRequestBytes ?? MAX_REQUEST_BYTES));
      for (const outcome of outcomes) if (outcome.verdict === 'stored') this.#stored(outcome, result);
      waiting = this.#left(waiting, outcomes);
      const failed = outcomes.find(({ fault }) => fault !== undefined);
      failures = failed ? failures + 1 : 0;
      if (failed) await this.#recover(outcomes, failed.fault, failures);
    }
    return result;
  }

  /** Sends these batches, each in the request of its leader. Never rejects: a fault is an outcome. */
  async #attempt(batches: readonly RecordBatch[]): Promise<Outcome[]> {
    try {
      const state = (this.#state ??= new ProducerState(await this.transport.initProducerId()));
      const topics = new Set(batches.map(({ topic }) => topic));
      if ([...topics].some((topic) => !this.#knownTopics.has(topic))) await this.#learnLeaders(topics);
      for (const batch of batches) batch.seal(state.stamp(batch.topic, batch.partition));
      const byNode = Map.groupBy(batches, ({ topic, partition }) => this.transport.leaderOf(topic, partition));
      return (await Promise.all([...byNode].map(([node, ofNode]) => this.#request(node, ofNode)))).flat();
    } catch (err) {
      // The broker's own refusals came over a way that works.
      if (brokerErrorType(err) === undefined) this.transport.reset();
      return batches.map((batch) => ({ batch, verdict: verdictOn(err), baseOffset: 0n, fault: err }));
    }
  }

  async #learnLeaders(topics: ReadonlySet<string>): Promise<void> {
    await this.transport.refreshLeaders([...topics]);
    for (const topic of topics) this.#knownTopics.add(topic);
  }

  async #request(node: string, batches: readonly RecordBatch[]): Promise<Outcome[]> {
    const request = { batches, transactionalId: undefined, timeoutMs: REPLICATION_TIMEOUT_MS };
    try {
      const answers = await this.transport.produce(node, request);
      const bySlot = new Map(answers.map((answer) => [slotOf(answer.topic, answer.partition), answer]));
      return batches.map((batch) => outcomeOf(batch, bySlot.get(slotOf(batch.topic, batch.partition))));
    } catch (err) {
      for (const batch of batches) batch.leftUnanswered();
      this.transport.reset();
      return batches.map((batch) => ({ batch, verdict: 'again', baseOffset: 0n, fault: err }));
    }
  }

  #stored({ batch, baseOffset }: Outcome, result: PublishResult): void {
    this.#state?.acknowledged(batch.topic, batch.partition, batch.count);
    addRange(result, batch, { firstOffset: baseOffset, endOffset: baseOffset + BigInt(batch.count) });
    batch.release();
  }

  /** What is still to be sent, in order: batches that are too large as halves. Throws RecordTooLargeError. */
  #left(waiting: readonly RecordBatch[], outcomes: readonly Outcome[]): RecordBatch[] {
    const verdicts = new Map(outcomes.map(({ batch, verdict }) => [batch, verdict]));
    return waiting.flatMap((batch) => {
      const verdict = verdicts.get(batch);
      if (verdict === 'stored') return [];
      return verdict === 'too-large' ? this.#halved(batch) : [batch];
    });
  }

  #halved(batch: RecordBatch): RecordBatch[] {
    if (batch.count > 1) {
      const halves = splitBatch(batch, this.#pool);
      batch.release();
      return halves;
    }
    const [record] = readRecords(batch);
    if (!record) throw new RangeError('an empty batch was refused');
    throw new RecordTooLargeError(record, batch.bytes, 'max.message.bytes of the topic');
  }

  /** Makes ready for the next attempt: newer leaders, a new producer id where the old one is spoilt, and a pause. */
  async #recover(outcomes: readonly Outcome[], fault: unknown, failures: number): Promise<void> {
    this.#knownTopics.clear();
    // Without transactions nobody can take our id; an epoch that is behind is a spoilt one.
    if (outcomes.some(({ verdict }) => verdict === 'broken-producer' || verdict === 'fenced')) this.#state = undefined;
    this.#noticed(fault, failures);
    await pause(backoffDelayMs(this.#backoff, failures), this.options.signal);
  }

  get #backoff(): Backoff {
    return this.options.backoff ?? reconnectBackoff;
  }

  #noticed(err: unknown, failures: number): void {
    this.options.log.warn({ err: messageOf(err), type: brokerErrorType(err), failures }, 'publishing failed, retrying');
    this.options.onRetry?.(err, failures);
  }
}

/** An answer that leaves a partition out acknowledges nothing of it. */
function outcomeOf(batch: RecordBatch, answer: PartitionAnswer | undefined): Outcome {
  if (!answer) return { batch, verdict: 'again', baseOffset: 0n, fault: new Error('a partition was left unanswered') };
  const verdict = verdictOf(answer.errorCode);
  // Too large is no fault of the broker's: the halves go out at once.
  const fault = verdict === 'stored' || verdict === 'too-large' ? undefined : createErrorFromCode(answer.errorCode);
  return { batch, verdict, baseOffset: answer.baseOffset, fault };
}
