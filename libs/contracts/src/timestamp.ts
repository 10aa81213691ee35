/**
 * Points in time as they travel: ISO 8601 in UTC with microseconds, PostgreSQL's precision. A JavaScript Date has
 * milliseconds only, and one lost digit moves a payment over the edge of a window, so code counts in bigint microseconds.
 */
const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})$/;
const MICROSECONDS_PER_SECOND = 1_000_000n;
const MICROSECONDS_PER_MS = 1_000n;
const FRACTION_DIGITS = 6;
const SECONDS_LENGTH = 19;

/** Microseconds since 1970 of `2026-11-24T10:00:00.123456Z` (offsets are allowed). Throws RangeError on anything else. */
export function microsecondsOf(iso: string): bigint {
  const [, seconds = '', fraction = '', zone = ''] = ISO.exec(iso) ?? [];
  const ms = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(ms)) throw new RangeError(`not an ISO 8601 time: ${iso.slice(0, 40)}`);
  return BigInt(ms) * MICROSECONDS_PER_MS + BigInt(fraction.padEnd(FRACTION_DIGITS, '0'));
}

/** What was written last: rows and answers of one batch share their time. */
let last: { readonly us: bigint; readonly iso: string } | undefined;

/** The other way, always in UTC and with all six digits, so that texts of equal length compare as times do. */
export function isoOfMicroseconds(us: bigint): string {
  if (last?.us !== us) last = { us, iso: writeIso(us) };
  return last.iso;
}

function writeIso(us: bigint): string {
  const fraction = ((us % MICROSECONDS_PER_SECOND) + MICROSECONDS_PER_SECOND) % MICROSECONDS_PER_SECOND;
  const seconds = new Date(Number((us - fraction) / MICROSECONDS_PER_MS)).toISOString().slice(0, SECONDS_LENGTH);
  return `${seconds}.${fraction.toString().padStart(FRACTION_DIGITS, '0')}Z`;
}
