import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { feeOf, feesOfParts, feeShareOf, MAX_FEE_BASIS_POINTS } from './fees.js';

const currency = fc.constantFrom('RWF' as const, 'USD' as const);
const basisPoints = fc.integer({ min: 0, max: MAX_FEE_BASIS_POINTS });
const units = fc.bigInt({ min: 1n, max: 5_000n });
const inHundredths = (minor: bigint, code: 'RWF' | 'USD') => (minor * (code === 'RWF' ? 100n : 1n)) as Hundredths;

describe('feeOf', () => {
  it.each([
    ['RWF', 10_000n, 250, 300n],
    ['RWF', 100_000n, 250, 2_500n],
    ['RWF', 2_000n, 250, 100n],
    ['RWF', 1_900n, 250, 0n],
    ['USD', 199n, 250, 5n],
    ['USD', 20n, 250, 1n],
    ['USD', 19n, 250, 0n],
    ['RWF', 100n, 0, 0n],
  ] as const)('%s: on %d hundredths at %d basis points takes %d', (code, amount, points, fee) => {
    expect(feeOf(amount, points, code)).toBe(fee);
  });

  it('is whole minor units, never more than the amount, and never falls as the amount rises', () => {
    fc.assert(
      fc.property(units, units, basisPoints, currency, (a, b, points, code) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        const fee = feeOf(inHundredths(small, code), points, code);
        expect(fee % inHundredths(1n, code)).toBe(0n);
        expect(fee).toBeLessThanOrEqual(inHundredths(small, code));
        expect(feeOf(inHundredths(large, code), points, code)).toBeGreaterThanOrEqual(fee);
      }),
    );
  });
});

describe('the fees of parts', () => {
  it('sum up to the fee on the whole, each between nothing and its part', () => {
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 50 }), basisPoints, currency, (parts, points, code) => {
        const amounts = parts.map((part) => inHundredths(part, code));
        const fees = feesOfParts(amounts, points, code);
        const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
        expect(fees.reduce((sum, fee) => sum + fee, 0n)).toBe(feeOf(whole, points, code));
        for (const [n, fee] of fees.entries()) {
          expect(fee).toBeGreaterThanOrEqual(0n);
          expect(fee).toBeLessThanOrEqual(amounts[n]!);
        }
      }),
    );
  });
});

describe('the fee shares of refunds', () => {
  it('sum up to the fee when all is refunded, each between nothing and its refund', () => {
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 20 }), basisPoints, currency, (parts, points, code) => {
        const amount = inHundredths(
          parts.reduce((sum, part) => sum + part, 0n),
          code,
        );
        const fee = feeOf(amount, points, code);
        let [refunded, feeRefunded] = [0n, 0n];
        for (const part of parts) {
          const refund = inHundredths(part, code);
          const payment = { amount, fee, refunded: refunded as Hundredths, feeRefunded: feeRefunded as Hundredths };
          const share = feeShareOf(payment, refund, code);
          expect(share).toBeGreaterThanOrEqual(0n);
          expect(share).toBeLessThanOrEqual(refund);
          refunded += refund;
          feeRefunded += share;
        }
        expect(feeRefunded).toBe(fee);
      }),
    );
  });
});
