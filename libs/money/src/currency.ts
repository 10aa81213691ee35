/**
 * Currencies the platform can hold, with the number of digits behind the decimal point of the ISO 4217 minor unit.
 * NUMERIC(15,2) in the database holds all of them; the wire carries integers of the minor unit.
 */
export const minorUnitDigits = { RWF: 0, UGX: 0, KES: 2, TZS: 2, USD: 2, EUR: 2 } as const;

export type Currency = keyof typeof minorUnitDigits;

/** Tells whether a text is a currency code we can post in. Codes are upper case (ISO 4217). */
export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(minorUnitDigits, code);
}
