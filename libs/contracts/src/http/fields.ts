/** Fields that several requests and answers share. */
import { minorUnitDigits, type Currency, type IdPrefix } from '@vf/money';
import { z } from 'zod';
import { microsecondsOf } from '../timestamp.js';

const EXAMPLE_HEX = '0198c2f0a1b27c3d8e4f5a6b7c8d9e0f';

/** `usr_` and 32 hex digits. */
export const idField = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`), `must be ${prefix}_ and 32 hexadecimal digits`)
    .meta({ example: `${prefix}_${EXAMPLE_HEX}` });

export const currencyField = z.enum(Object.keys(minorUnitDigits) as [Currency, ...Currency[]]).meta({
  description: 'ISO 4217.',
  example: 'RWF',
});

/** The largest amount of minor units that NUMERIC(15,2) holds in any currency. */
const MAX_MINOR_UNITS = 999_999_999_999_999;

/** An amount asked for. */
export const amountField = z.int().positive().max(MAX_MINOR_UNITS).meta({
  description: 'Whole number of the currency’s minor unit. RWF has none: 5000 is five thousand francs.',
  example: 5000,
});

/** An amount told; balances of clearing wallets may be negative. */
export const minorUnits = z.int().meta({ description: 'Minor units of the currency.', example: 5000 });
export const decimalAmount = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .meta({ description: 'The same amount as a decimal.', example: '5000.00' });

/** PostgreSQL stores neither NUL nor half a surrogate pair (Cs), and nobody means a control character (Cc). */
const NOT_TEXT = /[\p{Cc}\p{Cs}]/u;

export const plainText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !NOT_TEXT.test(text), 'must not have control characters or broken Unicode');

const MAX_METADATA_KEYS = 50;
const MAX_METADATA_KEY_LENGTH = 40;
const MAX_METADATA_VALUE_LENGTH = 500;

export const metadataField = z
  .record(plainText(MAX_METADATA_KEY_LENGTH), plainText(MAX_METADATA_VALUE_LENGTH))
  .refine(
    (metadata) => Object.keys(metadata).length <= MAX_METADATA_KEYS,
    `must have at most ${MAX_METADATA_KEYS} keys`,
  )
  .meta({
    description: 'Up to 50 short notes of yours, given back as they are.',
    example: { basket: '42' },
    maxProperties: MAX_METADATA_KEYS,
  });

/** A time that is asked for: what the database can compare with, to its microsecond. */
export const askedTime = z
  .string()
  .refine((text) => isTime(text), 'must be an ISO 8601 time since 1970, such as 2026-11-24T10:00:00.123456Z')
  .meta({ format: 'date-time', example: '2026-11-24T10:00:00.123456Z' });

function isTime(text: string): boolean {
  try {
    return microsecondsOf(text) >= 0n;
  } catch {
    return false;
  }
}

export const timeField = z.iso.datetime({ offset: true }).meta({ example: '2026-11-24T10:00:00.123456Z' });
