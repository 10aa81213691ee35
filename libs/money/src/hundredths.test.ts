import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_HUNDREDTHS, formatDecimal, fromMinorUnits, hundredths, parseDecimal, toMinorUnits } from './hundredths.js';

const anyAmount = fc.bigInt({ min: 0n - MAX_HUNDREDTHS, max: MAX_HUNDREDTHS });

describe('hundredths', () => {
  it('survives the way through the text of NUMERIC(15,2)', () => {
    fc.assert(fc.property(anyAmount, (value) => parseDecimal(formatDecimal(value)) === value));
  });

  it.each([
    ['0', 0n],
    ['5000.00', 500_000n],
    ['-0.01', -1n],
    ['1.5', 150n],
    ['9999999999999.99', MAX_HUNDREDTHS],
  ])('reads %s', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });

  it.each(['', '1e3', 'NaN', '1.234', '.5', '1.', '12345678901234', ' 1', '--1'])('refuses "%s"', (text) => {
    expect(() => parseDecimal(text)).toThrow(RangeError);
  });

  it('refuses what the column cannot hold', () => {
    expect(() => hundredths(MAX_HUNDREDTHS + 1n)).toThrow(RangeError);
    expect(() => fromMinorUnits(10n ** 13n, 'RWF')).toThrow(RangeError);
  });

  it('counts RWF in whole francs and USD in cents', () => {
    expect(fromMinorUnits(5000n, 'RWF')).toBe(500_000n);
    expect(fromMinorUnits(5000n, 'USD')).toBe(5_000n);
    expect(toMinorUnits(500_000n, 'RWF')).toBe(5000);
    expect(() => toMinorUnits(50n, 'RWF')).toThrow('fraction');
  });
});
