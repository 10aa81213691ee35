import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { javaDecimal } from './java-decimal.js';
import { javaDouble, javaFloat } from './java-double.js';

/** As Double.toString specifies: plain from a thousandth to ten millions, else one digit before the point and an exponent. */
const PLAIN = /^-?\d{1,7}\.\d+$/;
const SCIENTIFIC = /^-?[1-9]\.\d+E-?\d+$/;

function expectForm(text: string, value: number): void {
  const magnitude = Math.abs(value);
  const isPlain = magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7);
  expect(text).toMatch(isPlain ? PLAIN : SCIENTIFIC);
  const [digits = ''] = text.split('E');
  // No digit that the number does not need.
  expect(digits).toMatch(/(\.\d|[1-9])$/);
}

const finite = { noNaN: true, noDefaultInfinity: true } as const;

describe('a double as Java writes it', () => {
  it('is the same number, in Java’s form', () => {
    fc.assert(
      fc.property(fc.double(finite), (value) => {
        const text = javaDouble(value);
        expect(Number(text)).toBe(value);
        expectForm(text, value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [1e7, '1.0E7'],
    [9_999_999, '9999999.0'],
    [1e-3, '0.001'],
    [9.9e-4, '9.9E-4'],
    [2e23, '2.0E23'],
    [Number.MIN_VALUE, '4.9E-324'],
    [-Number.MAX_VALUE, '-1.7976931348623157E308'],
    [-0, '-0.0'],
  ])('%d is %s', (value, text) => expect(javaDouble(value)).toBe(text));
});

describe('a single as Java writes it', () => {
  it('is the same number, from the shortest digits that PostgreSQL has for it', () => {
    fc.assert(
      fc.property(fc.float(finite), (value) => {
        const text = javaFloat(shortestOf(value));
        expect(Object.is(Math.fround(Number(text)), value)).toBe(true);
        expectForm(text, shortestOf(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [1e-45, '1.4E-45'],
    [3.4028235e38, '3.4028235E38'],
    [1.1754944e-38, '1.1754944E-38'],
    [0.1, '0.1'],
    [1e10, '1.0E10'],
  ])('%d is %s', (value, text) => expect(javaFloat(value)).toBe(text));
});

/** The number whose decimal digits are the fewest that round to the single. */
function shortestOf(value: number): number {
  if (value === 0) return value;
  for (let digits = 1; digits < 9; digits += 1) {
    const shorter = Number(value.toPrecision(digits));
    if (Object.is(Math.fround(shorter), value)) return shorter;
  }
  return Number(value.toPrecision(9));
}

describe('a decimal as Java writes it', () => {
  it.each([
    ['12.50', '12.50'],
    ['-0.05', '-0.05'],
    ['0.0000015', '0.0000015'],
    ['0.00000015', '1.5E-7'],
    ['-0.00000010', '-1.0E-7'],
    ['0.0000000', '0E-7'],
    ['0.00', '0.00'],
    ['1000', '1000'],
  ])('%s is %s', (text, expected) => expect(javaDecimal(text)).toBe(expected));
});
