/** Calendar arithmetic on PostgreSQL's ISO texts (DateStyle ISO, TimeZone UTC): exact, over its whole range of years. */

const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const DOT = 0x2e;
const DASH = 0x2d;
const LETTER_CAPITAL_C = 0x43;
const ERA_SUFFIX_LENGTH = ' BC'.length;
const CLOCK_LENGTH = 'HH:MM:SS'.length;
const MICRO_DIGITS = 6;

export const US_PER_SECOND = 1_000_000;
export const SECONDS_PER_DAY = 86_400;

/** A date, or a timestamp's: years are astronomical, 0 being 1 BC. */
export interface CivilDate {
  readonly year: number;
  /** `MM-DD`. */
  readonly monthAndDay: string;
  /** Days since 1970-01-01. */
  readonly epochDay: number;
  /** Where the text goes on after the date. */
  readonly end: number;
}

const endsWithEra = (source: Buffer, to: number) => source[to - 1] === LETTER_CAPITAL_C;

/** End of the text without ` BC`. */
export const withoutEra = (source: Buffer, to: number) => (endsWithEra(source, to) ? to - ERA_SUFFIX_LENGTH : to);

/** `infinity` and `-infinity` begin with another letter or sign than a date. */
export const isInfinite = (source: Buffer, from: number) => {
  const first = source[from] as number;
  return first < ZERO || first > NINE;
};

export const isNegative = (source: Buffer, from: number) => source[from] === DASH;

export function readNumber(source: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + ((source[at] as number) - ZERO);
  return value;
}

/** Reads the date at the start of source[from, to). */
export function readDate(source: Buffer, from: number, to: number): CivilDate {
  const yearEnd = source.indexOf(DASH, from);
  const written = readNumber(source, from, yearEnd);
  const year = endsWithEra(source, to) ? 1 - written : written;
  const end = yearEnd + '-MM-DD'.length;
  const month = readNumber(source, yearEnd + 1, yearEnd + 3);
  const day = readNumber(source, yearEnd + 4, end);
  const monthAndDay = source.toString('latin1', yearEnd + 1, end);
  return { year, monthAndDay, epochDay: epochDayOf(year, month, day), end };
}

const DAYS_PER_ERA = 146_097;
const YEARS_PER_ERA = 400;
/** From 0000-03-01, where the count of days begins with a year that ends in February, to 1970-01-01. */
const DAYS_TO_1970 = 719_468;

/** Proleptic Gregorian. */
export function epochDayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / YEARS_PER_ERA);
  const yearOfEra = shifted - era * YEARS_PER_ERA;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - DAYS_TO_1970;
}

/** Seconds of `HH:MM:SS` at `from`; 24:00:00 is a whole day. */
export function readSeconds(source: Buffer, from: number): number {
  const at = (offset: number) => readNumber(source, from + offset, from + offset + 2);
  return (at(0) * 60 + at(3)) * 60 + at(6);
}

/** Where a fraction begins after `HH:MM:SS` at `from`; equal to its end when there is none. */
export function fractionOf(source: Buffer, from: number, to: number): { start: number; end: number } {
  const start = from + CLOCK_LENGTH;
  if (start >= to || source[start] !== DOT) return { start, end: start };
  let end = start + 1;
  while (end < to && isDigit(source[end] as number)) end += 1;
  return { start: start + 1, end };
}

const isDigit = (byte: number) => byte >= ZERO && byte <= NINE;

/** Microseconds of the fraction after `HH:MM:SS` at `from`. */
export function readFractionUs(source: Buffer, from: number, to: number): number {
  const { start, end } = fractionOf(source, from, to);
  return readNumber(source, start, end) * 10 ** (MICRO_DIGITS - (end - start));
}

/** Seconds east of UTC of `+HH[:MM[:SS]]` at `from`. */
export function readOffsetSeconds(source: Buffer, from: number, to: number): number {
  let seconds = 0;
  let unit = 3_600;
  for (let at = from + 1; at < to; at += source[at + 2] === COLON ? 3 : 2) {
    seconds += readNumber(source, at, at + 2) * unit;
    unit /= 60;
  }
  return isNegative(source, from) ? -seconds : seconds;
}

const YEAR_DIGITS = 4;
const LAST_PLAIN_YEAR = 9_999;

/** As ISO 8601 and Java write years: four digits, a sign below 0 and above 9999. */
export function isoYear(year: number): string {
  const digits = String(Math.abs(year)).padStart(YEAR_DIGITS, '0');
  if (year < 0) return `-${digits}`;
  return year > LAST_PLAIN_YEAR ? `+${digits}` : digits;
}

export const isoDate = ({ year, monthAndDay }: CivilDate) => `${isoYear(year)}-${monthAndDay}`;

const TWO = (value: number) => String(value).padStart(2, '0');

/** `HH:MM:SS` with as many digits of a fraction as asked for, or as few as it takes. */
export function isoClock(seconds: number, us: number, digits: number | 'shortest'): string {
  const clock = `${TWO(Math.floor(seconds / 3_600))}:${TWO(Math.floor(seconds / 60) % 60)}:${TWO(seconds % 60)}`;
  const fraction = String(us).padStart(MICRO_DIGITS, '0');
  const shown = digits === 'shortest' ? fraction.replace(/0+$/, '') : fraction.slice(0, digits);
  return shown === '' ? clock : `${clock}.${shown}`;
}

/**
 * A count of seconds and microseconds in ticks of a second, as the digits of a 64-bit integer. Beyond it
 * microseconds stay at the end of the range, since Debezium takes them from Java's TimeUnit; the others wrap around.
 */
export function ticks(seconds: number, us: number, perSecond: 1_000 | 1_000_000 | 1_000_000_000): string {
  const total = seconds * perSecond + Math.floor(us / (US_PER_SECOND / perSecond));
  if (perSecond <= US_PER_SECOND && Number.isSafeInteger(total)) return String(total);
  const exact = BigInt(seconds) * BigInt(perSecond) + (BigInt(us) * BigInt(perSecond)) / BigInt(US_PER_SECOND);
  if (perSecond === US_PER_SECOND) return String(clamped(exact));
  return String(BigInt.asIntN(64, exact));
}

const LARGEST_INT64 = 2n ** 63n - 1n;

function clamped(value: bigint): bigint {
  if (value > LARGEST_INT64) return LARGEST_INT64;
  return value < -LARGEST_INT64 - 1n ? -LARGEST_INT64 - 1n : value;
}
