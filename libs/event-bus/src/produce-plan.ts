/** What goes into one produce request, and what of it the broker has answered for. Pure. */
import { RecordTooLargeError } from './errors.js';

export interface PublishRecord {
  readonly topic: string;
  /** Always explicit: a client that picks partitions again on a retry defeats idempotence and order. */
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer>>;
  /** Milliseconds since 1970; the moment of sending when left out. */
  readonly timestampMs?: number;
}

export interface SizeLimits {
  /** Of one partition's records in one request: the broker's message.max.bytes counts these. */
  readonly maxBatchBytes: number;
  /** Of all records in one request. */
  readonly maxRequestBytes: number;
}

/** Varints, lengths, attributes and timestamp of a record, at their most. */
const RECORD_OVERHEAD_BYTES = 40;
const HEADER_OVERHEAD_BYTES = 10;

/** Upper bound of a record's bytes on the wire. */
export function recordBytes(record: PublishRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const name in record.headers) {
    const value = record.headers[name] ?? '';
    bytes += HEADER_OVERHEAD_BYTES + Buffer.byteLength(name);
    bytes += typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  }
  return bytes;
}

/**
 * Cuts records into requests within the limits, in order: what comes later in the input never goes out earlier.
 * Throws RecordTooLargeError for a record that fits no request.
 */
export function planRequests(records: readonly PublishRecord[], limits: SizeLimits): PublishRecord[][] {
  const requests: PublishRecord[][] = [];
  let current: PublishRecord[] = [];
  let total = 0;
  let perPartition = new Map<string, number>();
  for (const [index, record] of records.entries()) {
    const bytes = recordBytes(record);
    const limit = Math.min(limits.maxBatchBytes, limits.maxRequestBytes);
    if (bytes > limit) throw new RecordTooLargeError(record.topic, record.partition, index, bytes, limit);
    const slot = slotOf(record.topic, record.partition);
    const batch = (perPartition.get(slot) ?? 0) + bytes;
    if (total + bytes > limits.maxRequestBytes || batch > limits.maxBatchBytes) {
      requests.push(current);
      current = [];
      total = 0;
      perPartition = new Map();
    }
    current.push(record);
    total += bytes;
    perPartition.set(slot, (perPartition.get(slot) ?? 0) + bytes);
  }
  if (current.length > 0) requests.push(current);
  return requests;
}

/** What the broker said about one partition of a request. */
export interface Acknowledgement {
  readonly topicName: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset?: string | undefined;
}

export interface AckedRange {
  readonly firstOffset: bigint;
  /** The offset after the last record. */
  readonly endOffset: bigint;
}

/** Topic, then partition, to the offsets that the records got. */
export type PublishResult = Map<string, Map<number, AckedRange>>;

/**
 * Adds what was acknowledged to the result and gives back the records that no answer covers. kafkajs resolves a send
 * although a partition is missing from the answers, when that partition's leader moved during a retry to a broker that
 * had answered already (pull request 1798): believed, it would lose those records.
 */
export function settle(
  sent: readonly PublishRecord[],
  acknowledgements: readonly Acknowledgement[],
  result: PublishResult,
): PublishRecord[] {
  const base = new Map<string, bigint>();
  for (const ack of acknowledgements) {
    if (ack.errorCode !== 0 || ack.baseOffset === undefined) continue;
    base.set(slotOf(ack.topicName, ack.partition), BigInt(ack.baseOffset));
  }
  const counts = new Map<string, { topic: string; partition: number; count: number }>();
  const uncovered: PublishRecord[] = [];
  for (const record of sent) {
    const slot = slotOf(record.topic, record.partition);
    if (!base.has(slot)) {
      uncovered.push(record);
      continue;
    }
    const entry = counts.get(slot) ?? { topic: record.topic, partition: record.partition, count: 0 };
    entry.count += 1;
    counts.set(slot, entry);
  }
  for (const [slot, { topic, partition, count }] of counts) {
    extend(result, topic, partition, base.get(slot) ?? 0n, count);
  }
  return uncovered;
}

function extend(result: PublishResult, topic: string, partition: number, base: bigint, count: number): void {
  const partitions = result.get(topic) ?? new Map<number, AckedRange>();
  result.set(topic, partitions);
  const before = partitions.get(partition);
  partitions.set(partition, { firstOffset: before?.firstOffset ?? base, endOffset: base + BigInt(count) });
}

const slotOf = (topic: string, partition: number) => `${topic}/${partition}`;
