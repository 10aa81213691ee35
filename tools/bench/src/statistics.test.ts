import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { median, middleRate, percentile } from './statistics.js';

describe('statistics', () => {
  it('the median is between halves', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('a percentile is a value that so many do not exceed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const sorted = values.toSorted((a, b) => a - b);
        const found = percentile(sorted, percent);
        expect(sorted.filter((value) => value <= found).length / sorted.length).toBeGreaterThanOrEqual(percent / 100);
        expect(sorted.filter((value) => value < found).length / sorted.length).toBeLessThan(percent / 100);
      }),
    );
  });

  it('the rate leaves out a slow start and a slow end', () => {
    const steady = Float64Array.from({ length: 1_000 }, (_, index) => index / 2);
    expect(middleRate(steady)).toBeCloseTo(2_000);
    const withPauses = steady.map((ms, index) => (index < 50 ? ms - 10_000 : index > 950 ? ms + 10_000 : ms));
    expect(middleRate(withPauses)).toBeCloseTo(2_000);
  });
});
