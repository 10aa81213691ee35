/** Publishes so that readers of committed records see all records of a call or none, and each once. */
import { type Backoff, backoffDelayMs, pause, reconnectBackoff, retryUntilStopped } from '@vf/platform';
import { RecordTooLargeError, TransactionFailedError, brokerErrorType, messageOf } from '../errors.js';
import type { KafkaClient } from '../kafka-client.js';
import type { PublishResult } from '../publish-record.js';
import type { BatchPublisher, BatchPublisherOptions } from './batch-publisher.js';
import { BatchSender, type Outcome, leftToSend, takeStored } from './batch-sender.js';
import { verdictOn } from './broker-answers.js';
import { pickRequest } from './pick-request.js';
import { KafkaTransport, type ProduceTransport } from './produce-transport.js';
import { type ProducerIdentity, ProducerState } from './producer-state.js';
import { type PublishLimits, publishLimits } from './publish-limits.js';
import { RecordAccumulator } from './record-accumulator.js';
import type { RecordBatch } from './record-batch.js';
import { SegmentPool } from './segment-pool.js';

export interface TransactionalPublisherOptions extends BatchPublisherOptions {
  /** One producer at a time has it: who takes it shuts out those before. */
  readonly transactionalId: string;
  /** How long one call may take, waiting for brokers included; below the broker's own limit. */
  readonly transactionLimitMs?: number;
}

export interface TransactionalPublisher extends BatchPublisher {
  /**
   * Takes the transactional id: an earlier producer of it commits nothing more, and what it left open is aborted before
   * this resolves. What is committed then may be read and stays so. Retried until the signal, then throws its reason.
   */
  fence(): Promise<void>;
  /**
   * One transaction. Throws RecordTooLargeError, or TransactionFailedError when it was not committed for sure; the
   * publisher is then of no more use. Takes the id first if nobody asked for `fence`.
   */
  publish(records: RecordAccumulator): Promise<PublishResult>;
}

/** After so long the broker aborts a transaction, so that a dead producer does not hold readers up. */
const BROKER_LIMIT_MS = 60_000;
const TRANSACTION_LIMIT_MS = 45_000;
/** The coordinator is busy with the end of the last transaction for some milliseconds. */
const COORDINATOR_BACKOFF: Backoff = { firstMs: 2, longestMs: 1_000 };

/** Connects (with backoff until the signal); takes the transactional id at `fence`, or with the first publish. */
export function openTransactionalPublisher(
  client: KafkaClient,
  options: TransactionalPublisherOptions,
): Promise<TransactionalPublisher> {
  return openTransactionalPublisherOver(new KafkaTransport(client), options);
}

/** The same over any transport. */
export async function openTransactionalPublisherOver(
  transport: ProduceTransport,
  options: TransactionalPublisherOptions,
): Promise<TransactionalPublisher> {
  const publisher = new KafkaTransactions(transport, options);
  await publisher.connect();
  return publisher;
}

interface Producer {
  readonly identity: ProducerIdentity;
  readonly state: ProducerState;
}

class KafkaTransactions implements TransactionalPublisher {
  readonly #limits: PublishLimits;
  readonly #pool: SegmentPool;
  readonly #sender: BatchSender;
  #producer: Producer | undefined;
  #failed: Error | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly transport: ProduceTransport,
    private readonly options: TransactionalPublisherOptions,
  ) {
    this.#limits = { ...publishLimits, ...options };
    this.#pool = new SegmentPool(this.#limits.keepBytes);
    this.#sender = new BatchSender(transport, options.transactionalId);
  }

  async connect(): Promise<void> {
    await this.#untilStopped(() => this.transport.connect());
  }

  async fence(): Promise<void> {
    await this.#take();
  }

  async #take(): Promise<Producer> {
    const transactional = { id: this.options.transactionalId, timeoutMs: BROKER_LIMIT_MS };
    const identity = await this.#untilStopped(() => this.transport.initProducerId(transactional));
    this.#producer = { identity, state: new ProducerState(identity, true) };
    return this.#producer;
  }

  accumulate(): RecordAccumulator {
    return new RecordAccumulator(this.#pool, this.#limits.maxBatchBytes);
  }

  publish(records: RecordAccumulator): Promise<PublishResult> {
    const turn = this.#last.then(() => this.#publishInTransaction(records.batches));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.transport.close();
  }

  async #publishInTransaction(batches: readonly RecordBatch[]): Promise<PublishResult> {
    if (this.#failed) throw this.#failed;
    const producer = this.#producer ?? (await this.#take());
    const deadlineMs = performance.now() + (this.options.transactionLimitMs ?? TRANSACTION_LIMIT_MS);
    try {
      return await this.#transaction(producer, batches, deadlineMs);
    } catch (err) {
      await this.#abort(producer, err);
      this.#failed =
        err instanceof RecordTooLargeError ? err : new TransactionFailedError(this.options.transactionalId, err);
      throw this.#failed;
    }
  }

  async #transaction(
    { identity, state }: Producer,
    batches: readonly RecordBatch[],
    deadlineMs: number,
  ): Promise<PublishResult> {
    const { transactionalId: id } = this.options;
    const partitionsOf = ([topic, ofTopic]: [string, readonly RecordBatch[]]) => ({
      topic,
      partitions: [...new Set(ofTopic.map(({ partition }) => partition))],
    });
    const topics = [...Map.groupBy(batches, ({ topic }) => topic)].map(partitionsOf);
    await this.#coordinated(deadlineMs, () => this.transport.addPartitions(id, identity, topics));
    const { result, stored } = await this.#sendAll(state, batches, deadlineMs);
    // Asked again until it is answered: a commit that was carried out is confirmed once more.
    await this.#coordinated(deadlineMs, () => this.transport.endTransaction(id, identity, 'commit'));
    for (const batch of stored) batch.release();
    return result;
  }

  /** The same bytes with the same sequence numbers until they are stored: within a transaction nothing is doubled by it. */
  async #sendAll(state: ProducerState, batches: readonly RecordBatch[], deadlineMs: number) {
    const result: PublishResult = new Map();
    const stored: RecordBatch[] = [];
    let waiting = [...batches];
    for (let failures = 0; waiting.length > 0;) {
      const outcomes = await this.#sender.send(pickRequest(waiting, this.#limits.maxRequestBytes), state);
      stored.push(...takeStored(outcomes, state, result));
      waiting = leftToSend(waiting, outcomes, this.#pool);
      failures = await this.#afterFaults(outcomes, failures, deadlineMs);
    }
    return { result, stored };
  }

  async #afterFaults(outcomes: readonly Outcome[], failures: number, deadlineMs: number): Promise<number> {
    const failed = outcomes.find(({ fault }) => fault !== undefined);
    if (!failed) return 0;
    this.#sender.forgetLeaders();
    await this.#waitOrThrow(failed.fault, failures + 1, { deadlineMs, backoff: this.#backoff });
    return failures + 1;
  }

  async #coordinated(deadlineMs: number, ask: () => Promise<void>): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      try {
        await ask();
        return;
      } catch (err) {
        if (brokerErrorType(err) === undefined) this.transport.reset();
        await this.#waitOrThrow(err, failures, { deadlineMs, backoff: COORDINATOR_BACKOFF });
      }
    }
  }

  /** Throws what only a new start can mend, and everything once there is no more time; otherwise waits. */
  async #waitOrThrow(err: unknown, failures: number, until: { deadlineMs: number; backoff: Backoff }): Promise<void> {
    this.options.signal.throwIfAborted();
    if (verdictOn(err) !== 'again' || performance.now() > until.deadlineMs) throw err;
    // An ordinary part of the next transaction's start.
    if (brokerErrorType(err) !== 'CONCURRENT_TRANSACTIONS') this.#noticed(err, failures);
    await pause(backoffDelayMs(until.backoff, failures), this.options.signal);
    this.options.signal.throwIfAborted();
  }

  /** So that readers need not wait for the broker's own limit. The next one to take the id would do it as well. */
  async #abort({ identity }: Producer, reason: unknown): Promise<void> {
    if (verdictOn(reason) !== 'again') return;
    await this.transport.endTransaction(this.options.transactionalId, identity, 'abort').catch(() => undefined);
  }

  #untilStopped<T>(attempt: () => Promise<T>): Promise<T> {
    return retryUntilStopped(attempt, {
      signal: this.options.signal,
      backoff: this.#backoff,
      onFailure: (err, failures) => {
        if (brokerErrorType(err) === undefined) this.transport.reset();
        this.#noticed(err, failures);
      },
    });
  }

  get #backoff(): Backoff {
    return this.options.backoff ?? reconnectBackoff;
  }

  #noticed(err: unknown, failures: number): void {
    this.options.log.warn({ err: messageOf(err), type: brokerErrorType(err), failures }, 'publishing failed, retrying');
    this.options.onRetry?.(err, failures);
  }
}
