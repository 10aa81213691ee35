/**
 * Money in code: an integer number of hundredths of the currency's unit, never a float.
 * Hundredths are what NUMERIC(15,2) can hold, so code and database agree digit for digit.
 */
import { minorUnitDigits, type Currency } from './currency.js';

declare const hundredthsBrand: unique symbol;

/** An amount in hundredths (RWF 5,000 is 500_000n). May be negative (balances of clearing wallets). */
export type Hundredths = bigint & { readonly [hundredthsBrand]: true };

/** The largest absolute amount NUMERIC(15,2) holds: 9,999,999,999,999.99. */
export const MAX_HUNDREDTHS = 999_999_999_999_999n as Hundredths;
const MIN_HUNDREDTHS = -999_999_999_999_999n;

const DECIMAL = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/;
const FRACTION_DIGITS = 2;

/** Marks an integer as hundredths. Throws RangeError beyond what NUMERIC(15,2) can hold. */
export function hundredths(value: bigint): Hundredths {
  if (value > MAX_HUNDREDTHS || value < MIN_HUNDREDTHS) throw new RangeError('amount beyond NUMERIC(15,2)');
  return value as Hundredths;
}

/** Reads the text PostgreSQL gives for NUMERIC(15,2), e.g. "5000.00" or "-1.5". Throws RangeError on anything else. */
export function parseDecimal(text: string): Hundredths {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`not a NUMERIC(15,2) amount: ${text.slice(0, 40)}`);
  const [, sign, whole = '', fraction = ''] = match;
  const value = BigInt(whole + fraction.padEnd(FRACTION_DIGITS, '0'));
  return (sign === '-' ? -value : value) as Hundredths;
}

/** Writes hundredths as PostgreSQL writes NUMERIC(15,2): always two digits behind the point. */
export function formatDecimal(value: bigint): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(FRACTION_DIGITS + 1, '0');
  const point = digits.length - FRACTION_DIGITS;
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Hundredths in one minor unit of the currency: 100 for RWF, 1 for USD. */
export function hundredthsPerMinorUnit(currency: Currency): bigint {
  return 10n ** BigInt(FRACTION_DIGITS - minorUnitDigits[currency]);
}

/** Wire to code: `amount` in minor units of the currency (RWF: whole francs). Throws RangeError when too large. */
export function fromMinorUnits(minor: bigint, currency: Currency): Hundredths {
  return hundredths(minor * hundredthsPerMinorUnit(currency));
}

/**
 * Code to wire: minor units of the currency as a JSON number; exact, since MAX_HUNDREDTHS is below 2^53.
 * Throws RangeError when the amount has a fraction the currency does not know, which means corrupt data.
 */
export function toMinorUnits(value: bigint, currency: Currency): number {
  const unit = hundredthsPerMinorUnit(currency);
  if (value % unit !== 0n) throw new RangeError(`${formatDecimal(value)} has a fraction ${currency} does not have`);
  return Number(value / unit);
}
