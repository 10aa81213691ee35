import type { Batch } from 'kafkajs';
import { toStoredRecord } from '../scan-topic.js';
import type { ConsumedBatch } from './consumed-batch.js';

/** Cuts what one fetch brought into batches of bounded size, in order and without a gap. */
export function* splitBatch(batch: Batch, incarnation: string, maxRecords: number): Generator<ConsumedBatch> {
  const { topic, partition, messages } = batch;
  const highWatermark = BigInt(batch.highWatermark);
  for (let from = 0; from < messages.length; from += maxRecords) {
    const part = messages.slice(from, from + maxRecords);
    const next = messages[from + maxRecords];
    const records = part.map((message) => toStoredRecord(topic, partition, message));
    // The last part ends after the transaction marker that follows its last record, if any.
    const nextOffset = next ? BigInt(next.offset) : BigInt(batch.lastOffset()) + 1n;
    yield { topic, incarnation, partition, records, nextOffset, highWatermark };
  }
}
