import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalLsn, formatLsn, lsnToFixedHex, parseLsn } from './lsn.js';

const anyLsn = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

describe('LSNs', () => {
  it('survive the way through their text', () => {
    fc.assert(fc.property(anyLsn, (lsn) => expect(parseLsn(formatLsn(lsn))).toBe(lsn)));
  });

  it('are read padded and unpadded', () => {
    expect(parseLsn('0/0152A4C8')).toBe(parseLsn('0/152a4c8'));
    expect(parseLsn('16/B374D848')).toBe(0x16b374d848n);
  });

  it('order as fixed-width texts as they order as numbers', () => {
    fc.assert(fc.property(anyLsn, anyLsn, (a, b) => expect(lsnToFixedHex(a) < lsnToFixedHex(b)).toBe(a < b)));
  });

  it('are written in decimal digits without loss', () => {
    fc.assert(fc.property(anyLsn, (lsn) => expect(decimalLsn(formatLsn(lsn))).toBe(String(lsn))));
  });

  it.each(['', '0', '0/', 'x/1', '1/123456789'])('refuse "%s"', (text) => {
    expect(() => parseLsn(text)).toThrow(RangeError);
  });
});
