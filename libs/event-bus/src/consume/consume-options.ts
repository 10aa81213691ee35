import { type Backoff, type Log, reconnectBackoff } from '@vf/platform';
import type {
  AssignedPartition,
  BatchOutcome,
  ConsumeObserver,
  ConsumedBatch,
  StoredPosition,
} from './consumed-batch.js';

/** Waiting times and sizes of a consumer. Defaults fit a service; tests give shorter ones. */
export interface ConsumeTuning {
  /** A member that is silent this long is taken to be dead, and its partitions go to others. */
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  /** How long a rebalance waits for members that are in the middle of a batch. */
  readonly rebalanceTimeoutMs: number;
  /** How long a fetch waits for new records; also the longest delay of a resumed partition and of a stop. */
  readonly maxWaitMs: number;
  readonly maxBytesPerPartition: number;
  /** Of one call of onBatch: bounds a transaction. */
  readonly maxRecordsPerBatch: number;
  /** Partitions worked on at the same time: each holds a database connection. */
  readonly concurrency: number;
  /** How often positions are told to Kafka, for its lag display. */
  readonly commitIntervalMs: number;
  /** How long a stop waits for the batch at work. */
  readonly drainTimeoutMs: number;
  /** Between sessions while the broker, a topic or the position store is away. */
  readonly backoff: Backoff;
}

export const defaultTuning: ConsumeTuning = {
  sessionTimeoutMs: 30_000,
  heartbeatIntervalMs: 3_000,
  rebalanceTimeoutMs: 60_000,
  maxWaitMs: 250,
  maxBytesPerPartition: 1024 * 1024,
  maxRecordsPerBatch: 1_000,
  concurrency: 4,
  commitIntervalMs: 1_000,
  drainTimeoutMs: 20_000,
  backoff: reconnectBackoff,
};

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Stops reading; consumeBatches resolves when the batch at work is done. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The caller's stored position of every partition given: the only place that reading starts from. */
  readonly loadPositions: (assigned: readonly AssignedPartition[]) => Promise<readonly StoredPosition[]>;
  /**
   * Applies a batch. Partitions run beside each other, batches of one partition one after another. After a rebalance
   * another member may hold the same records, so the effect must be fenced where it is stored. A throw stops consuming
   * for good: what may pass later is an outcome (`retry`), not an error.
   */
  readonly onBatch: (batch: ConsumedBatch) => Promise<BatchOutcome>;
  /** Whether a fault of loadPositions may pass by waiting; faults of the broker are known here. */
  readonly isPassing: (err: unknown) => boolean;
  readonly observer: ConsumeObserver;
  readonly tuning?: Partial<ConsumeTuning>;
}
