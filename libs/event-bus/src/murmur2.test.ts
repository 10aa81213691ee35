import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { murmur2, murmur2Partition } from './murmur2.js';

describe('murmur2', () => {
  // From Kafka's own UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of "%s" is what Java says', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });

  it('always names one of the partitions, and the same one again', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (text, count) => {
        const partition = murmur2Partition(text, count);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(count);
        expect(murmur2Partition(Buffer.from(text), count)).toBe(partition);
      }),
    );
  });

  it('refuses a topic without partitions', () => {
    expect(() => murmur2Partition('x', 0)).toThrow(RangeError);
  });
});
