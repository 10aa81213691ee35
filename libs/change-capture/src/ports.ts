/** What capture needs of the broker. Adapters are passed in by the process; nothing here knows the broker's client. */
import type { ChangeRecord } from './encode/change-record.js';

/** Kafka offsets by topic and partition. */
export type OffsetsByPartition<Offset> = ReadonlyMap<string, ReadonlyMap<number, Offset>>;

/** Where the broker put a publish's records of one partition. */
export interface PublishedRange {
  readonly firstOffset: bigint;
  /** The offset after the last record. */
  readonly endOffset: bigint;
}

/** Records on their way to one publish. */
export interface RecordAccumulator {
  /** Copies the record: its buffers are free again afterwards. Throws RecordRefused for one that is too large. */
  append(record: ChangeRecord): void;
  readonly count: number;
  /** Memory that the records take, roughly. */
  readonly bytes: number;
}

/**
 * at-least-once: what was published before a crash may be published again, and readers drop it by its event id.
 * exactly-once: each publish is a Kafka transaction that holds the position too, so that readers of committed records
 * see each change once.
 */
export type Delivery = 'at-least-once' | 'exactly-once';

/** The stream's way out, opened for one session. */
export interface ChangeSink {
  /**
   * Shuts out what an earlier sink of the pipeline may still be about to publish: a position read afterwards is final.
   * Does nothing at at-least-once, where the lease and the event ids stand in.
   */
  fence(): Promise<void>;
  /** An empty accumulator for this sink's next publishes. */
  accumulate(): RecordAccumulator;
  /**
   * Resolves when the broker has acknowledged every record on all in-sync replicas, in the order given per partition.
   * Goes on trying while the broker is away. Rejects with RecordRefused when a record can never be taken, and with the
   * reason of the signal it was opened with. Uses the accumulator up.
   */
  publish(records: RecordAccumulator): Promise<OffsetsByPartition<PublishedRange>>;
  close(): Promise<void>;
}

/** The broker will never take a record as it is. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
  readonly topic: string | undefined;
  /** What the record takes on the wire, and what would be taken; as far as they are known. */
  readonly bytes: number | undefined;
  readonly limit: number | undefined;

  constructor(
    message: string,
    options: ErrorOptions & { readonly topic?: string; readonly bytes?: number; readonly limit?: number } = {},
  ) {
    super(message, options);
    this.topic = options.topic;
    this.bytes = options.bytes;
    this.limit = options.limit;
  }
}

export interface SinkOptions {
  readonly pipeline: string;
  readonly delivery: Delivery;
  /** Ends all waiting of the sink. */
  readonly signal: AbortSignal;
  /** Told of each failed attempt, for readiness. */
  readonly onRetry: (detail: string) => void;
}

/** A record as it is stored. */
export interface ScannedRecord {
  readonly offset: bigint;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PartitionScan {
  readonly topic: string;
  readonly partition: number;
  /** First offset to read; the partition's beginning when that is later. */
  readonly from: bigint;
  /** One record at a time, in order; its buffers are valid only during the call. */
  readonly onRecord: (record: ScannedRecord) => void | Promise<void>;
  readonly signal: AbortSignal;
}

export interface Broker {
  openSink(options: SinkOptions): Promise<ChangeSink>;
  /** Value of a key in the compacted positions topic, or undefined when it has none. Rejects when not sure. */
  readPosition(key: string): Promise<string | undefined>;
  /** Largest record of each topic in a batch of its own, in bytes (max.message.bytes). */
  recordLimits(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The offset after the last committed record of every partition of these topics. */
  endOffsets(topics: readonly string[]): Promise<OffsetsByPartition<bigint>>;
  /** Reads a partition up to its end as of the call. Resolves with that end, the offset after the last record. */
  scanPartition(scan: PartitionScan): Promise<bigint>;
}
