/** What is published, and where the broker put it. */
export interface PublishRecord {
  readonly topic: string;
  /** Always explicit: a client that picks partitions again on a retry defeats idempotence and order. */
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
  /** Milliseconds since 1970; the moment of appending when left out. */
  readonly timestampMs?: number;
}

export interface AckedRange {
  readonly firstOffset: bigint;
  /** The offset after the last record. */
  readonly endOffset: bigint;
}

/** Topic, then partition, to the offsets that the records got. */
export type PublishResult = Map<string, Map<number, AckedRange>>;

/** Adds what was acknowledged of one partition; later records of it follow earlier ones. */
export function addRange(
  result: PublishResult,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  range: AckedRange,
): void {
  const partitions = result.get(topic) ?? new Map<number, AckedRange>();
  result.set(topic, partitions);
  const before = partitions.get(partition);
  partitions.set(partition, { firstOffset: before?.firstOffset ?? range.firstOffset, endOffset: range.endOffset });
}
