import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { countedOf, exceedsKyc, kigaliDayStart } from './kyc-limits.js';

const at = (iso: string) => BigInt(Date.parse(iso)) * 1_000n;
const francs = (value: bigint) => (value * 100n) as Hundredths;

describe('the day of Kigali', () => {
  it.each([
    ['2026-11-24T22:00:00Z', '2026-11-24T22:00:00Z'],
    ['2026-11-24T21:59:59.999Z', '2026-11-23T22:00:00Z'],
    ['2026-11-25T12:00:00Z', '2026-11-24T22:00:00Z'],
    ['1969-12-31T22:30:00Z', '1969-12-31T22:00:00Z'],
  ])('of %s began at %s', (now, start) => {
    expect(kigaliDayStart(at(now))).toBe(at(start));
  });

  it('holds the moment, and no other day’s', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n }), (now) => {
        const start = kigaliDayStart(now);
        expect(start <= now && now - start < 86_400_000_000n).toBe(true);
        expect(kigaliDayStart(start)).toBe(start);
        expect(kigaliDayStart(start - 1n)).toBe(start - 86_400_000_000n);
      }),
    );
  });
});

describe('what counts against the day', () => {
  const now = at('2026-11-24T12:00:00Z');
  it.each([
    ['success', now, 100n],
    ['pending', now, 100n],
    ['processing', now, 100n],
    ['failed', now, 0n],
    ['refunded', now, 0n],
    ['success', kigaliDayStart(now), 100n],
    ['success', kigaliDayStart(now) - 1n, 0n],
  ])('%s at %d counts %d', (status, createdAt, counted) => {
    expect(countedOf({ status, createdAt, amount: 100n as Hundredths }, now)).toBe(counted);
  });
});

describe('a limit', () => {
  const limits = { payment: francs(500n), daily: francs(1_000n) };
  it.each([
    [500n, 0n, false],
    [501n, 0n, true],
    [500n, 500n, false],
    [500n, 501n, true],
  ])('of 500 a payment and 1000 a day: %d after %d is refused: %s', (amount, spent, refused) => {
    expect(exceedsKyc(limits, francs(amount), francs(spent))).toBe(refused);
  });

  it('of one kind leaves the other open', () => {
    expect(exceedsKyc({ payment: null, daily: francs(1n) }, francs(2n), 0n)).toBe(true);
    expect(exceedsKyc({ payment: francs(1n), daily: null }, francs(1n), francs(1_000_000n))).toBe(false);
    expect(exceedsKyc({ payment: francs(0n), daily: null }, 1n, 0n)).toBe(true);
  });
});
