/** A consumer for tests: positions in a map, everything it was given in a list. */
import { silentLog } from '@vf/platform';
import { testClient } from '../bus.fixture.js';
import { consumeBatches } from './consume-batches.js';
import type { AssignedPartition, BatchOutcome, ConsumedBatch } from './consumed-batch.js';

export interface TestConsumer extends AsyncDisposable {
  /** `partition:value`, in the order they were given. */
  readonly seen: string[];
  readonly positions: Map<string, bigint>;
  readonly assignments: (readonly AssignedPartition[])[];
  readonly waits: string[];
  /** Rejects with what stopped it. */
  readonly done: Promise<void>;
  stop(): void;
}

export interface TestConsumerOptions {
  readonly groupId: string;
  readonly topics: string[];
  readonly positions?: Map<string, bigint>;
  /** Undefined: apply it. */
  readonly onBatch?: (batch: ConsumedBatch) => Promise<BatchOutcome | undefined>;
  readonly maxRecordsPerBatch?: number;
  readonly maxBytesPerPartition?: number;
}

const quick = {
  sessionTimeoutMs: 6_000,
  heartbeatIntervalMs: 100,
  maxWaitMs: 50,
  commitIntervalMs: 50,
  backoff: { firstMs: 50, longestMs: 100 },
};

export function startConsumer(options: TestConsumerOptions): TestConsumer {
  const stop = new AbortController();
  const positions = options.positions ?? new Map<string, bigint>();
  const seen: string[] = [];
  const assignments: (readonly AssignedPartition[])[] = [];
  const waits: string[] = [];
  const keyOf = (at: { topic: string; incarnation: string; partition: number }) =>
    `${at.topic}/${at.incarnation}/${at.partition}`;
  const done = consumeBatches(testClient(), {
    groupId: options.groupId,
    topics: options.topics,
    signal: stop.signal,
    log: silentLog,
    tuning: {
      ...quick,
      maxRecordsPerBatch: options.maxRecordsPerBatch ?? 1_000,
      maxBytesPerPartition: options.maxBytesPerPartition ?? 1_000_000,
    },
    isPassing: () => false,
    observer: {
      waiting: (reason) => void waits.push(reason),
      revoked: () => undefined,
      assigned: (partitions) => void assignments.push(partitions),
    },
    loadPositions: (assigned) =>
      Promise.resolve(
        assigned.map(({ topic, incarnation, partition, low }) => ({
          topic,
          partition,
          nextOffset: positions.get(keyOf({ topic, incarnation, partition })) ?? positions.get(`${partition}`) ?? low,
        })),
      ),
    onBatch: async (batch) => {
      const outcome = await options.onBatch?.(batch);
      if (outcome) return outcome;
      seen.push(...batch.records.map(({ partition, value }) => `${partition}:${String(value)}`));
      positions.set(keyOf(batch), batch.nextOffset);
      return { kind: 'done', nextOffset: batch.nextOffset };
    },
  });
  done.catch(() => undefined);
  return {
    seen,
    positions,
    assignments,
    waits,
    done,
    stop: () => stop.abort(),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done.catch(() => undefined);
    },
  };
}
