import type { ChangeRecord } from '../encode/change-record.js';

/** Header of a record batch (Kafka protocol, record batch version 2). */
const BATCH_HEADER_BYTES = 61;
/** A record's attributes, and its lengths, deltas and header count at their longest. */
const RECORD_FIXED_BYTES = 1 + 10 + 5 * 5;
const HEADER_LENGTHS_BYTES = 5 * 2;

/**
 * Bytes that a record takes in a batch of its own, which is what a topic's max.message.bytes counts. Never less than it
 * does, and at most some tens of bytes more.
 */
export function recordSize(record: ChangeRecord): number {
  let bytes = BATCH_HEADER_BYTES + RECORD_FIXED_BYTES + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const name in record.headers) {
    bytes += HEADER_LENGTHS_BYTES + Buffer.byteLength(name) + Buffer.byteLength(record.headers[name] as string);
  }
  return bytes;
}
