import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { murmur2, partitionOf } from './murmur2.js';

/** From Apache Kafka's own test of org.apache.kafka.common.utils.Utils.murmur2. */
const known: readonly [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('murmur2', () => {
  it.each(known)('hashes "%s" as Kafka does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('hashes a range as it hashes the same bytes alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(9), (text, before) => {
        const bytes = Buffer.from(text);
        const around = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.from('tail')]);
        expect(murmur2(around, before, before + bytes.length)).toBe(murmur2(bytes));
      }),
    );
  });

  it('names a partition that exists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 64 }), (text, partitions) => {
        const bytes = Buffer.from(text);
        const partition = partitionOf(bytes, 0, bytes.length, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
      }),
    );
  });
});
