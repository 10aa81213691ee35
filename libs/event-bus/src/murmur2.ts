/** Kafka's default partitioner, so that any Java, Go or Debezium writer would put a key where we put it. */

const SEED = 0x9747b28c | 0;
const M = 0x5bd1e995 | 0;
const R = 24;

/** 32-bit murmur2 of the bytes, as org.apache.kafka.common.utils.Utils computes it (signed). */
export function murmur2(bytes: Buffer): number {
  const length = bytes.length;
  let h = SEED ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(bytes.readInt32LE(at), M);
    k = Math.imul(k ^ (k >>> R), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = length & 3;
  if (rest > 0) h = Math.imul(h ^ bytes.readUIntLE(whole, rest), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

/** The partition (0-based) of a routing value: murmur2, sign bit cleared, modulo the number of partitions. */
export function murmur2Partition(routing: string | Buffer, partitions: number): number {
  if (!Number.isInteger(partitions) || partitions < 1)
    throw new RangeError(`not a number of partitions: ${partitions}`);
  const bytes = typeof routing === 'string' ? Buffer.from(routing, 'utf8') : routing;
  return (murmur2(bytes) & 0x7fffffff) % partitions;
}
