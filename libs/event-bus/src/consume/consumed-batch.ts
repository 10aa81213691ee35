import type { StoredRecord } from '../scan-topic.js';

/** A partition that the group has given to this member, and how its log stands. */
export interface AssignedPartition {
  readonly topic: string;
  /** Kafka's topic id: another one means another topic of the same name. */
  readonly incarnation: string;
  readonly partition: number;
  /** Of the whole topic. */
  readonly partitionCount: number;
  /** First offset in the log. */
  readonly low: bigint;
  /** The offset after the last record in the log. */
  readonly high: bigint;
}

/** Where the caller stands in a partition: the offset of the next record to apply. */
export interface StoredPosition {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}

/** Records of one partition in order, and where the position is when they are done. */
export interface ConsumedBatch {
  readonly topic: string;
  readonly incarnation: string;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** After the last record, and after transaction markers that follow it. */
  readonly nextOffset: bigint;
  /** The offset after the last record in the log, for the lag. */
  readonly highWatermark: bigint;
}

/** What a batch came to. */
export type BatchOutcome =
  | { readonly kind: 'done'; readonly nextOffset: bigint }
  /** Nothing was done; pause the partition and give the same records again. */
  | { readonly kind: 'retry'; readonly afterMs: number };

/** Told as it happens, for readiness and metrics. Must not throw. */
export interface ConsumeObserver {
  /** No session yet: broker away, topic missing, position store away. */
  waiting(reason: string, failures: number): void;
  /** Positions are loaded and reading begins; an empty list is a member without partitions. */
  assigned(partitions: readonly (AssignedPartition & { readonly nextOffset: bigint })[]): void;
  /** The group is being divided anew; nothing is read until `assigned`. */
  revoked(): void;
}
