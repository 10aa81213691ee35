/** Sends accumulated records so that none is lost: resolves when all in-sync replicas have every one of them. */
import { type Backoff, type Log, backoffDelayMs, pause, reconnectBackoff, retryUntilStopped } from '@vf/platform';
import { brokerErrorType, messageOf } from '../errors.js';
import type { KafkaClient } from '../kafka-client.js';
import { type PublishLimits, publishLimits } from './publish-limits.js';
import type { PublishResult } from '../publish-record.js';
import { BatchSender, type Outcome, leftToSend, takeStored } from './batch-sender.js';
import { pickRequest } from './pick-request.js';
import { KafkaTransport, type ProduceTransport } from './produce-transport.js';
import { ProducerState } from './producer-state.js';
import { RecordAccumulator } from './record-accumulator.js';
import type { RecordBatch } from './record-batch.js';
import { SegmentPool } from './segment-pool.js';

export interface BatchPublisherOptions extends Partial<PublishLimits> {
  /** Ends waiting: publish and connect throw its reason. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly backoff?: Backoff;
  /** Sees each failed attempt, for readiness. */
  readonly onRetry?: (err: unknown, failures: number) => void;
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

class IdempotentBatchPublisher implements BatchPublisher {
  readonly #pool: SegmentPool;
  readonly #maxBatchBytes: number;
  readonly #maxRequestBytes: number;
  #state: ProducerState | undefined;
  readonly #sender: BatchSender;
  /** The calls before; each waits for it, so that one request per node is in flight and order holds. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transport: ProduceTransport,
    private readonly options: BatchPublisherOptions,
  ) {
    const limits = { ...publishLimits, ...options };
    this.#pool = new SegmentPool(limits.keepBytes);
    this.#maxBatchBytes = limits.maxBatchBytes;
    this.#maxRequestBytes = limits.maxRequestBytes;
    this.#sender = new BatchSender(transport);
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
      const outcomes = await this.#attempt(pickRequest(waiting, this.#maxRequestBytes));
      if (this.#state) for (const batch of takeStored(outcomes, this.#state, result)) batch.release();
      waiting = leftToSend(waiting, outcomes, this.#pool);
      const failed = outcomes.find(({ fault }) => fault !== undefined);
      failures = failed ? failures + 1 : 0;
      if (failed) await this.#recover(outcomes, failed.fault, failures);
    }
    return result;
  }

  async #attempt(batches: readonly RecordBatch[]): Promise<readonly Outcome[]> {
    try {
      this.#state ??= new ProducerState(await this.transport.initProducerId());
    } catch (err) {
      if (brokerErrorType(err) === undefined) this.transport.reset();
      return batches.map((batch) => ({ batch, verdict: 'again', baseOffset: 0n, fault: err }));
    }
    return this.#sender.send(batches, this.#state);
  }

  /** Makes ready for the next attempt: newer leaders, a new producer id where the old one is spoilt, and a pause. */
  async #recover(outcomes: readonly Outcome[], fault: unknown, failures: number): Promise<void> {
    this.#sender.forgetLeaders();
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
