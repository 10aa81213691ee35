import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordTooLargeError } from './errors.js';
import { type PublishRecord, type PublishResult, planRequests, recordBytes, settle } from './produce-plan.js';

const limits = { maxBatchBytes: 600, maxRequestBytes: 1_500 };

const anyRecords: fc.Arbitrary<PublishRecord[]> = fc.array(
  fc.record({
    topic: fc.constantFrom('a', 'b'),
    partition: fc.integer({ min: 0, max: 2 }),
    key: fc.constant(Buffer.from('k')),
    value: fc.integer({ min: 0, max: 400 }).map((size) => Buffer.alloc(size)),
  }),
  { maxLength: 40 },
);

const slot = (record: PublishRecord) => `${record.topic}/${record.partition}`;

describe('planning requests', () => {
  it('keeps every record, in order, within both limits', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const requests = planRequests(records, limits);
        expect(requests.flat()).toEqual(records);
        for (const request of requests) {
          expect(request.length).toBeGreaterThan(0);
          expect(request.reduce((sum, record) => sum + recordBytes(record), 0)).toBeLessThanOrEqual(1_500);
          for (const name of new Set(request.map(slot))) {
            const list = request.filter((record) => slot(record) === name);
            expect(list.reduce((sum, record) => sum + recordBytes(record), 0)).toBeLessThanOrEqual(600);
          }
        }
      }),
    );
  });

  it('names the record that fits no request, headers counted', () => {
    const record = { topic: 'a', partition: 1, key: null, value: null, headers: { note: 'x'.repeat(600) } };
    const small = { topic: 'a', partition: 0, key: null, value: null };
    expect(() => planRequests([small, record], limits)).toThrow(RecordTooLargeError);
    expect(() => planRequests([small, record], limits)).toThrow('record 1 for a/1');
  });
});

describe('settling answers', () => {
  it('gives back exactly the records whose partition no answer covers, and ranges for the rest', () => {
    fc.assert(
      fc.property(anyRecords, fc.subarray(['a/0', 'a/1', 'a/2', 'b/0', 'b/1', 'b/2']), (records, answered) => {
        const acknowledgements = answered.map((name) => {
          const [topicName = '', partition] = name.split('/');
          return { topicName, partition: Number(partition), errorCode: 0, baseOffset: '100' };
        });
        const result: PublishResult = new Map();
        const left = settle(records, acknowledgements, result);
        expect(left).toEqual(records.filter((record) => !answered.includes(slot(record))));
        for (const [topic, partitions] of result) {
          for (const [partition, range] of partitions) {
            const count = records.filter((record) => record.topic === topic && record.partition === partition).length;
            expect(range).toEqual({ firstOffset: 100n, endOffset: 100n + BigInt(count) });
          }
        }
      }),
    );
  });

  it('does not take an answer with an error or without an offset for a confirmation', () => {
    const record = { topic: 'a', partition: 0, key: null, value: null };
    const failed = { topicName: 'a', partition: 0, errorCode: 7, baseOffset: '5' };
    const silent = { topicName: 'a', partition: 0, errorCode: 0, baseOffset: undefined };
    expect(settle([record], [failed, silent], new Map())).toEqual([record]);
  });

  it('spans the requests that one partition was cut into', () => {
    const record = { topic: 'a', partition: 0, key: null, value: null };
    const result: PublishResult = new Map();
    settle([record, record], [{ topicName: 'a', partition: 0, errorCode: 0, baseOffset: '10' }], result);
    settle([record], [{ topicName: 'a', partition: 0, errorCode: 0, baseOffset: '12' }], result);
    expect(result.get('a')?.get(0)).toEqual({ firstOffset: 10n, endOffset: 13n });
  });
});
