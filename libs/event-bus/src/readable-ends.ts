/** Where the readers of a topic stand when they have read everything. */
import type { ClusterConnection, PartitionOffsets } from './cluster-connection.js';
import { fetchPartitions } from './fetch-partitions.js';

/** Looked back over first, then four times as far each time. */
const FIRST_LOOK_BACK = 32n;
const LOOK_BACK_FACTOR = 4n;

/**
 * The offset after the last committed record of each partition. The log's own end may lie behind markers of transactions
 * and aborted records, which no reader is given: one that waited to be there would wait until something else is written.
 */
export async function readableEnds(connection: ClusterConnection, topic: string): Promise<PartitionOffsets> {
  const [beginnings, ends] = await Promise.all([connection.beginningOffsets(topic), connection.endOffsets(topic)]);
  const found: PartitionOffsets = new Map();
  for (const [nodeId, partitions] of await connection.leaders(topic)) {
    for (const partition of partitions) {
      const [low, end] = [beginnings.get(partition) ?? 0n, ends.get(partition) ?? 0n];
      found.set(partition, await lastRecordEnd({ connection, topic, partition, nodeId }, low, end));
    }
  }
  return found;
}

interface Place {
  readonly connection: ClusterConnection;
  readonly topic: string;
  readonly partition: number;
  readonly nodeId: string;
}

/** The beginning when there is no record at all. */
async function lastRecordEnd(place: Place, low: bigint, end: bigint): Promise<bigint> {
  for (let lookBack = FIRST_LOOK_BACK, upTo = end; upTo > low; lookBack *= LOOK_BACK_FACTOR) {
    const from = end - lookBack > low ? end - lookBack : low;
    const last = await lastRecordBetween(place, from, upTo);
    if (last !== undefined) return last + 1n;
    upTo = from;
  }
  return low;
}

/** Offset of the last record in [from, end), read to the end of that range. */
async function lastRecordBetween(place: Place, from: bigint, end: bigint): Promise<bigint | undefined> {
  const broker = await place.connection.broker(place.nodeId);
  let last: bigint | undefined;
  for (let at = from; at < end;) {
    const [fetched] = await fetchPartitions(broker, place.topic, new Map([[place.partition, at]]));
    // Nothing more is committed yet.
    if (fetched?.nextOffset === undefined) break;
    for (const { offset } of fetched.messages) {
      if (BigInt(offset) >= from && BigInt(offset) < end) last = BigInt(offset);
    }
    at = fetched.nextOffset;
  }
  return last;
}
