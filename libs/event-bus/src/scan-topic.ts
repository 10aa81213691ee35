/** Reads a whole topic as it stands, without a consumer group: for restored state, proofs and tests. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import { ClusterConnection } from './cluster-connection.js';
import { ScanTimeoutError, isPassingBrokerFault } from './errors.js';
import { type FetchedPartition, fetchPartitions } from './fetch-partitions.js';
import type { KafkaClient } from './kafka-client.js';
import { READ_COMMITTED } from './kafkajs-internals.js';

export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  /** For the whole reading. */
  readonly timeoutMs?: number;
  /** Only these partitions, from these offsets on; all of them from their beginning without. */
  readonly from?: ReadonlyMap<number, bigint>;
}

const SCAN_TIMEOUT_MS = 60_000;
const RETRY_MS = 200;
/** Above every offset. */
const NEVER = 1n << 63n;

/**
 * Calls `onRecord` for every committed record between the beginning and the end of each partition as of the call, in
 * order per partition, one at a time. Gives those ends. Throws TopicMissingError, ScanTimeoutError, or the signal's reason.
 */
export async function scanTopic(
  client: KafkaClient,
  topic: string,
  onRecord: (record: StoredRecord) => void | Promise<void>,
  options: ScanOptions = {},
): Promise<ReadonlyMap<number, bigint>> {
  const timeoutMs = options.timeoutMs ?? SCAN_TIMEOUT_MS;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline;
  const connection = new ClusterConnection(client, READ_COMMITTED);
  const each = (record: StoredRecord) => {
    signal.throwIfAborted();
    return onRecord(record);
  };
  try {
    await connection.connect();
    const from = await connection.beginningOffsets(topic);
    const ends = await connection.endOffsets(topic);
    const left = new Map(
      [...from]
        .map(([partition, low]) => [partition, startOf(partition, low, options)] as const)
        .filter(([partition, offset]) => offset < (ends.get(partition) ?? offset)),
    );
    while (left.size > 0) {
      signal.throwIfAborted();
      for (const fetched of await fetchOnce(connection, topic, left, signal)) {
        await deliver(topic, fetched, left, ends, each);
      }
    }
    return ends;
  } catch (err) {
    // The deadline may have come as the reason of any wait in here.
    if (deadline.aborted && !options.signal?.aborted) throw new ScanTimeoutError(topic, timeoutMs);
    throw err;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

/** Where to begin: partitions that are not asked for are left out by beginning behind their end. */
function startOf(partition: number, low: bigint, { from }: ScanOptions): bigint {
  if (!from) return low;
  const wanted = from.get(partition) ?? NEVER;
  return wanted > low ? wanted : low;
}

/** The newest record of each key of a compacted topic (by text of the key); keys whose newest is a tombstone are left out. */
export async function readCompactedTopic(
  client: KafkaClient,
  topic: string,
  options: ScanOptions = {},
): Promise<Map<string, StoredRecord>> {
  const latest = new Map<string, StoredRecord>();
  const keep = (record: StoredRecord) => {
    const key = record.key?.toString('utf8') ?? '';
    if (record.value === null) latest.delete(key);
    else latest.set(key, record);
  };
  await scanTopic(client, topic, keep, options);
  return latest;
}

/** One round over the leaders. A leader that moved or went away is asked for again in the next round. */
async function fetchOnce(
  connection: ClusterConnection,
  topic: string,
  left: ReadonlyMap<number, bigint>,
  signal: AbortSignal,
): Promise<FetchedPartition[]> {
  try {
    const rounds = [...(await connection.leaders(topic))].map(async ([nodeId, partitions]) => {
      const wanted = new Map([...left].filter(([partition]) => partitions.includes(partition)));
      return wanted.size === 0 ? [] : fetchPartitions(await connection.broker(nodeId), topic, wanted);
    });
    return (await Promise.all(rounds)).flat();
  } catch (err) {
    if (!isPassingBrokerFault(err)) throw err;
    await sleep(RETRY_MS, undefined, { signal });
    return [];
  }
}

async function deliver(
  topic: string,
  fetched: FetchedPartition,
  left: Map<number, bigint>,
  ends: ReadonlyMap<number, bigint>,
  onRecord: (record: StoredRecord) => void | Promise<void>,
): Promise<void> {
  const from = left.get(fetched.partition);
  const end = ends.get(fetched.partition) ?? 0n;
  if (from === undefined || fetched.nextOffset === undefined) return;
  for (const message of fetched.messages) {
    const offset = BigInt(message.offset);
    // A fetch gives the whole batch that the offset lies in, and may run past the end as of the call.
    if (offset >= from && offset < end) await onRecord(toStoredRecord(topic, fetched.partition, message));
  }
  if (fetched.nextOffset >= end) left.delete(fetched.partition);
  else left.set(fetched.partition, fetched.nextOffset);
}

export function toStoredRecord(
  topic: string,
  partition: number,
  message: Pick<KafkaMessage, 'offset' | 'timestamp' | 'key' | 'value' | 'headers'>,
): StoredRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: textHeaders(message.headers),
  };
}

/** Of a header that is there several times the last value counts. */
function textHeaders(headers: KafkaMessage['headers']): Record<string, string> {
  const texts: Record<string, string> = {};
  if (!headers) return texts;
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
