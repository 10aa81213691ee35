/** A batch that a topic finds too large, in two: the topic's own limit may be lower than ours. */
import type { PublishRecord } from '../publish-record.js';
import { BATCH_HEADER_BYTES, RecordBatch } from './record-batch.js';
import type { SegmentPool } from './segment-pool.js';
import { VarintReader } from './varint.js';

/** Where a batch's header says the timestamp that the records count from. */
const BASE_TIMESTAMP_AT = 27;

/** Two batches of the same records in the same order; one that holds a single record can not be split and throws. */
export function splitBatch(batch: RecordBatch, pool: SegmentPool): [RecordBatch, RecordBatch] {
  if (batch.count < 2) throw new RangeError('a single record can not be split');
  const halves: [RecordBatch, RecordBatch] = [
    new RecordBatch(batch.topic, batch.partition, pool),
    new RecordBatch(batch.topic, batch.partition, pool),
  ];
  const half = Math.ceil(batch.count / 2);
  readRecords(batch).forEach((record, index) => halves[index < half ? 0 : 1].append(record));
  return halves;
}

/** The records of a sealed batch, as views into it. For the rare paths: what is refused, and tests. */
export function readRecords(batch: RecordBatch): PublishRecord[] {
  const bytes = Buffer.concat(batch.pieces());
  const baseTimestamp = Number(bytes.readBigInt64BE(BASE_TIMESTAMP_AT));
  const reader = new VarintReader(bytes);
  reader.at = BATCH_HEADER_BYTES;
  const field = (): Buffer | null => {
    const length = reader.next();
    if (length < 0) return null;
    reader.at += length;
    return bytes.subarray(reader.at - length, reader.at);
  };
  return Array.from({ length: batch.count }, () => {
    reader.next(); // length
    reader.at += 1; // attributes
    const timestampMs = baseTimestamp + reader.next();
    reader.next(); // offset delta
    const [key, value] = [field(), field()];
    const headers: Record<string, Buffer> = {};
    for (let left = reader.next(); left > 0; left -= 1) headers[String(field())] = field() ?? Buffer.alloc(0);
    return { topic: batch.topic, partition: batch.partition, key, value, headers, timestampMs };
  });
}
