/**
 * Kafka's default partitioning (org.apache.kafka.common.utils.Utils.murmur2), so that any other client that hashes the
 * same text finds the same partition. In 32-bit integers: the client library's own version works on Longs and costs
 * more than the encoding of the row.
 */
const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;
const POSITIVE = 0x7fffffff;

/** Signed 32-bit hash of bytes[from, to). */
export function murmur2(bytes: Buffer, from = 0, to = bytes.length): number {
  let hash = SEED ^ (to - from);
  let at = from;
  for (; at + 4 <= to; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), MULTIPLIER);
    word = Math.imul(word ^ (word >>> SHIFT), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = to - at;
  if (rest === 3) hash ^= bytes.readUInt8(at + 2) << 16;
  if (rest >= 2) hash ^= bytes.readUInt8(at + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes.readUInt8(at), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition, 0 to partitions - 1, of the text in bytes[from, to). */
export function partitionOf(bytes: Buffer, from: number, to: number, partitions: number): number {
  return (murmur2(bytes, from, to) & POSITIVE) % partitions;
}
