/** Takes batches from the bus, applies them, and decides what a failure means. Never throws for what may pass. */
import {
  type BatchOutcome,
  type ConsumedBatch,
  type FailurePolicy,
  type StoredRecord,
  decideFailure,
  messageOf,
} from '@vf/event-bus';
import type { Log } from '@vf/platform';
import type { Kysely } from 'kysely';
import { type Applied, type Slice, type TransactionLimits, applySlice, stoppedAt } from './batch-transaction.js';
import type { ConsumerMetrics } from './consumer-metrics.js';
import type { ConsumerStatus } from './consumer-status.js';
import type { DeadLetters } from './dead-letters.js';
import { ConsumerStoppedError, TooManyDeadLettersError } from './errors.js';
import { faultCode, faultKind } from './fault-kind.js';
import type { PositionKey } from './position-store.js';
import type { BatchHandler, BatchRoute } from './record-batch.js';

export type HandledRoute<DB> = BatchRoute<DB> & { readonly handle: BatchHandler<DB, unknown> };

export interface ProcessorOptions<DB> {
  readonly db: Kysely<DB>;
  readonly groupId: string;
  readonly routes: ReadonlyMap<string, HandledRoute<DB>>;
  readonly deadLetters: DeadLetters;
  readonly failures: Omit<FailurePolicy, 'poison'>;
  /** So many refused records in a row, without one applied between them, are a fault of ours and stop the consumer. */
  readonly maxDeadLettersInARow: number;
  readonly limits: TransactionLimits;
  readonly metrics: ConsumerMetrics;
  readonly status: ConsumerStatus;
  readonly log: Log;
}

/** Ends the work on a batch so that its partition is paused. */
class RetrySignal extends Error {
  constructor(readonly afterMs: number) {
    super('retry');
  }
}

export class BatchProcessor<DB> {
  /** Transient failures in a row, by partition. */
  readonly #failures = new Map<string, number>();
  /** Dead letters in a row, by topic. */
  readonly #refusedInARow = new Map<string, number>();

  constructor(private readonly options: ProcessorOptions<DB>) {}

  /** Throws what stops the consumer for good. */
  async process(batch: ConsumedBatch): Promise<BatchOutcome> {
    const { topic, partition, incarnation, records, nextOffset, highWatermark } = batch;
    const route = this.options.routes.get(topic);
    if (!route) throw new ConsumerStoppedError(`no handler is registered for topic ${topic}`);
    const key: PositionKey = { groupId: this.options.groupId, topic, incarnation, partition };
    try {
      const stored = await this.#apply(route, { key, records, nextOffset }, 1);
      this.#failures.delete(slotOf(key));
      this.options.status.progressed(topic, partition, stored, highWatermark);
      return { kind: 'done', nextOffset: stored };
    } catch (err) {
      if (err instanceof RetrySignal) return { kind: 'retry', afterMs: err.afterMs };
      throw err;
    }
  }

  /** Applies the slice, in parts where one of its records is at fault. Gives back the stored position. */
  async #apply(route: HandledRoute<DB>, slice: Slice, attempts: number): Promise<bigint> {
    try {
      return this.#counted(route, await this.#timed(route, slice));
    } catch (err) {
      const [first, ...others] = slice.records;
      const kind = slice.refuse && faultKind(err) === 'poison' ? 'fatal' : faultKind(err);
      const failures = (this.#failures.get(slotOf(slice.key)) ?? 0) + 1;
      const failure = { kind, failures, records: slice.records.length, attempts };
      const decision = decideFailure(failure, { ...this.options.failures, poison: route.poison });
      switch (decision.kind) {
        case 'retry':
          throw this.#holdUp(slice.key, err, failures, decision);
        case 'again':
          return this.#apply(route, slice, attempts + 1);
        case 'bisect': {
          const [left, right] = halves(slice);
          await this.#apply(route, left, attempts + 1);
          return this.#apply(route, right, attempts + 1);
        }
        case 'dead-letter': {
          if (!first || others.length > 0) throw err;
          const refuse = { code: faultCode(err), reason: messageOf(err), attempts };
          this.#logRefusal(first, refuse);
          return this.#apply(route, { ...slice, refuse }, attempts);
        }
        case 'stop':
          throw kind === 'poison' && first ? stoppedFor(first, err, attempts) : err;
      }
    }
  }

  async #timed(route: HandledRoute<DB>, slice: Slice): Promise<Applied> {
    const { db, deadLetters, limits, metrics } = this.options;
    const end = metrics.transactionSeconds.startTimer({ topic: slice.key.topic });
    const applied = await applySlice(db, slice, route, deadLetters, limits);
    end();
    return applied;
  }

  #counted({ topic }: HandledRoute<DB>, { nextOffset, applied, duplicates, refused }: Applied): bigint {
    const { metrics, maxDeadLettersInARow } = this.options;
    metrics.batches.inc({ topic });
    metrics.records.inc({ topic }, applied);
    metrics.duplicates.inc({ topic }, duplicates);
    for (const { code } of refused) metrics.deadLetters.inc({ topic, code });
    const inARow = applied > 0 ? 0 : (this.#refusedInARow.get(topic) ?? 0) + refused.length;
    this.#refusedInARow.set(topic, inARow);
    const last = refused.at(-1);
    if (last && inARow >= maxDeadLettersInARow) throw new TooManyDeadLettersError(topic, inARow, last.reason);
    return nextOffset;
  }

  #holdUp(key: PositionKey, err: unknown, failures: number, retry: { afterMs: number; ready: boolean }): RetrySignal {
    const { log, metrics, status } = this.options;
    const { topic, partition } = key;
    const reason = messageOf(err);
    this.#failures.set(slotOf(key), failures);
    metrics.retries.inc({ topic });
    status.heldUp(topic, partition, reason, retry.ready);
    log.warn({ topic, partition, failures, afterMs: retry.afterMs, err: reason }, 'batch put off by a passing fault');
    return new RetrySignal(retry.afterMs);
  }

  #logRefusal(record: StoredRecord, refuse: { code: string; attempts: number }): void {
    const { topic, partition, offset } = record;
    const at = { topic, partition, offset: offset.toString() };
    this.options.log.error({ ...at, code: refuse.code, attempts: refuse.attempts }, 'record goes to the dead letters');
  }
}

function halves(slice: Slice): [Slice, Slice] {
  const middle = Math.ceil(slice.records.length / 2);
  const right = slice.records.slice(middle);
  const nextOffset = right[0]?.offset ?? slice.nextOffset;
  return [
    { ...slice, records: slice.records.slice(0, middle), nextOffset },
    { ...slice, records: right },
  ];
}

function stoppedFor(record: StoredRecord, err: unknown, attempts: number): ConsumerStoppedError {
  return Object.assign(stoppedAt({ record, code: faultCode(err), reason: messageOf(err), attempts }), { cause: err });
}

const slotOf = ({ topic, partition }: PositionKey) => `${topic}/${partition}`;
