import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decoder, decodeRecordBatch } from '../kafkajs-internals.js';
import type { PublishRecord } from '../publish-record.js';
import { RecordBatch } from './record-batch.js';
import { SEGMENT_BYTES, SegmentPool } from './segment-pool.js';
import { readRecords, splitBatch } from './split-batch.js';

const bytes = (maxLength: number) => fc.option(fc.uint8Array({ maxLength }).map((array) => Buffer.from(array)));
const anyRecord: fc.Arbitrary<PublishRecord> = fc.record({
  topic: fc.constant('t'),
  partition: fc.constant(3),
  key: bytes(40),
  value: fc.oneof(
    bytes(200),
    fc.integer({ min: 0, max: SEGMENT_BYTES * 2 }).map((size) => Buffer.alloc(size, 'v')),
  ),
  headers: fc.dictionary(
    // JavaScript would sort a number before other names; the client trips over names that every object has.
    fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !(name in {}) && !/^\d+$/.test(name)),
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)),
    ),
    { maxKeys: 3 },
  ),
  timestampMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
});
const someRecords = fc.array(anyRecord, { minLength: 1, maxLength: 20 });

const stamp = { producerId: 7_000_000_000n, producerEpoch: 3, baseSequence: 41, transactional: false };

function batchOf(records: readonly PublishRecord[], pool = new SegmentPool(0)): RecordBatch {
  const batch = new RecordBatch('t', 3, pool);
  for (const record of records) batch.append(record);
  batch.seal(stamp);
  return batch;
}

const wire = (batch: RecordBatch) => Buffer.concat(batch.pieces());
/** Short, as the test’s own comparison of long buffers is slow; null is told from empty. */
const asText = (value: string | Buffer | null | undefined) =>
  value == null ? 'null' : Buffer.from(value).toString('base64');

const asTexts = ({ key, value, headers, timestampMs }: PublishRecord) => [
  asText(key),
  asText(value),
  Object.entries(headers ?? {}).map(([name, text]) => [name, asText(text)]),
  timestampMs,
];

describe('a record batch', () => {
  it('is read back by the client’s own decoder: keys, values, headers, timestamps, header fields', async () => {
    await fc.assert(
      fc.asyncProperty(someRecords, async (records) => {
        const batch = batchOf(records);
        expect(wire(batch).length).toBe(batch.bytes);
        const decoded = await decodeRecordBatch(new Decoder(wire(batch)));
        expect(decoded).toMatchObject({ lastOffsetDelta: records.length - 1, firstSequence: 41 });
        expect([String(decoded.producerId), decoded.producerEpoch]).toEqual(['7000000000', 3]);
        expect(decoded.records).toHaveLength(records.length);
        decoded.records.forEach((read, index) => {
          const written = records[index] as PublishRecord;
          expect([read.offset, read.timestamp]).toEqual([String(index), String(written.timestampMs)]);
          expect([asText(read.key), asText(read.value)]).toEqual([asText(written.key), asText(written.value)]);
          expect(Object.keys(read.headers ?? {})).toEqual(Object.keys(written.headers ?? {}));
          for (const [name, value] of Object.entries(written.headers ?? {})) {
            expect(asText(read.headers?.[name] as Buffer)).toBe(asText(value));
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its records under another stamp, and says so in its checksum', () => {
    const batch = batchOf([{ topic: 't', partition: 3, key: null, value: Buffer.from('v'), timestampMs: 1 }]);
    const before = wire(batch);
    batch.seal({ ...stamp, producerEpoch: 4, transactional: true });
    const after = Buffer.from(wire(batch));
    expect(after.subarray(61)).toEqual(before.subarray(61));
    expect(after.readInt16BE(21) & 0x10).toBe(0x10);
    batch.seal(stamp);
    expect(wire(batch)).toEqual(before);
    expect(after.readUInt32BE(17)).not.toBe(before.readUInt32BE(17));
  });

  it('copies: what is done to a record’s buffers afterwards is not seen', () => {
    const value = Buffer.from('before');
    const batch = batchOf([{ topic: 't', partition: 3, key: null, value, timestampMs: 1 }]);
    value.fill('x');
    expect(String(readRecords(batch)[0]?.value)).toBe('before');
  });

  it('splits into halves that hold the same records in the same order', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 2, maxLength: 9 }), (records) => {
        const whole = batchOf(records);
        const halves = splitBatch(whole, new SegmentPool(0));
        halves.forEach((half) => half.seal(stamp));
        expect(halves.flatMap(readRecords).map(asTexts)).toEqual(readRecords(whole).map(asTexts));
        expect(halves.every(({ count }) => count > 0)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the memory of batches', () => {
  it('returns to the pool, up to what it keeps', () => {
    const pool = new SegmentPool(SEGMENT_BYTES * 2);
    const large = { topic: 't', partition: 3, key: null, value: Buffer.alloc(SEGMENT_BYTES - 100), timestampMs: 1 };
    batchOf([large, large, large, large], pool).release();
    expect(pool.freeBytes).toBe(SEGMENT_BYTES * 2);
  });

  it('is not used again when a request with it went unanswered, nor when it was of a size of its own', () => {
    const pool = new SegmentPool(SEGMENT_BYTES * 4);
    const record = (bytes: number) => ({
      topic: 't',
      partition: 3,
      key: null,
      value: Buffer.alloc(bytes),
      timestampMs: 1,
    });
    const unanswered = batchOf([record(1)], pool);
    unanswered.leftUnanswered();
    unanswered.release();
    expect(pool.freeBytes).toBe(0);
    batchOf([record(1), record(SEGMENT_BYTES)], pool).release();
    expect(pool.freeBytes).toBe(SEGMENT_BYTES);
  });
});
