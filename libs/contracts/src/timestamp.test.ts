import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoOfMicroseconds, microsecondsOf } from './timestamp.js';

/** 1900 to 2200. */
const anyTime = fc.bigInt({ min: -2_208_988_800_000_000n, max: 7_258_118_400_000_000n });

describe('timestamps', () => {
  it('survive the way through their text, to the microsecond', () => {
    fc.assert(fc.property(anyTime, (us) => microsecondsOf(isoOfMicroseconds(us)) === us));
  });

  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.000001Z', 1n],
    ['1970-01-01T02:00:00.5+02:00', 500_000n],
    ['2026-11-24T10:00:00.123456Z', 1_795_514_400_123_456n],
  ])('reads %s', (iso, us) => {
    expect(microsecondsOf(iso)).toBe(us);
  });

  it.each(['', '2026-11-24', '2026-11-24 10:00:00Z', '2026-13-01T00:00:00Z', '2026-11-24T10:00:00', 'now'])(
    'refuse "%s"',
    (text) => {
      expect(() => microsecondsOf(text)).toThrow(RangeError);
    },
  );
});
