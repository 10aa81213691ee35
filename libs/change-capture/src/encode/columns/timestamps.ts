/** timestamp (read as UTC) and timestamptz, in the modes of `time.precision.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { RecordArena } from '../record-arena.js';
import {
  fractionOf,
  isInfinite,
  isNegative,
  isoClock,
  isoDate,
  readDate,
  readFractionUs,
  readSeconds,
  SECONDS_PER_DAY,
  ticks,
  withoutEra,
} from './civil.js';
import { QUOTE, type ColumnEncoder, type ColumnForm } from './column-form.js';

const SPACE = 0x20;
const DOT = 0x2e;
const ZERO = 0x30;
const LETTER_CAPITAL_T = 0x54;
const LETTER_CAPITAL_Z = 0x5a;
const LETTER_CAPITAL_C = 0x43;
const DATE_LENGTH = '2026-11-24'.length;
const SECONDS_LENGTH = '2026-11-24 10:00:00'.length;
const ZONE_LENGTH = '+00'.length;
/** Always this many, so that the order of the texts is that of the times. */
const FULL_DIGITS = 6;
const LAST_MILLISECOND_SCALE = 3;

type Digits = number | 'shortest';
interface Infinities {
  readonly positive: string;
  readonly negative: string;
}

/** The infinities as texts. */
const NAMED: Infinities = { positive: '"infinity"', negative: '"-infinity"' };
/** What Debezium counts and writes for them. */
const AS_MILLISECONDS: Infinities = { positive: '9223372036825200', negative: '-9223372036832400' };
const AS_MICROSECONDS: Infinities = { positive: '9223372036825200000', negative: '-9223372036832400000' };
const AS_NANOSECONDS: Infinities = { positive: '-29575808000', negative: '22375808000' };
const AS_ISO: Infinities = { positive: '"+294247-01-10T04:00:25.2Z"', negative: '"-290308-12-21T19:59:27.6Z"' };

/**
 * `2026-11-24 10:00:00.12+00` to `"2026-11-24T10:00:00.120000Z"`, bytes to bytes. Infinity, years before Christ and beyond
 * 9999 have another shape and take the slow way.
 */
const iso =
  (zoneLength: number, digits: Digits, infinities: Infinities): ColumnEncoder =>
  (out, source, from, to) => {
    const end = to - zoneLength;
    const secondsEnd = from + SECONDS_LENGTH;
    const hasFraction = end > secondsEnd && source[secondsEnd] === DOT;
    const usual =
      source[from + DATE_LENGTH] === SPACE &&
      (end === secondsEnd || hasFraction) &&
      source[to - 1] !== LETTER_CAPITAL_C;
    if (!usual) {
      unusualIso(out, source.subarray(from, to), digits, infinities);
      return;
    }
    out.byte(QUOTE);
    out.range(source, from, from + DATE_LENGTH);
    out.byte(LETTER_CAPITAL_T);
    out.range(source, from + DATE_LENGTH + 1, end);
    if (digits !== 'shortest') pad(out, digits, hasFraction ? end - secondsEnd - 1 : 0);
    out.byte(LETTER_CAPITAL_Z);
    out.byte(QUOTE);
  };

/** PostgreSQL leaves trailing zeros out. */
function pad(out: RecordArena, digits: number, present: number): void {
  if (present === 0 && digits > 0) out.byte(DOT);
  for (let missing = digits - present; missing > 0; missing -= 1) out.byte(ZERO);
}

function unusualIso(out: RecordArena, text: Buffer, digits: Digits, infinities: Infinities): void {
  if (isInfinite(text, 0)) {
    out.ascii(isNegative(text, 0) ? infinities.negative : infinities.positive);
    return;
  }
  const date = readDate(text, 0, text.length);
  const clock = date.end + 1;
  const end = fractionOf(text, clock, withoutEra(text, text.length)).end;
  out.ascii(`"${isoDate(date)}T${isoClock(readSeconds(text, clock), readFractionUs(text, clock, end), digits)}Z"`);
}

const counted =
  (perSecond: 1_000 | 1_000_000 | 1_000_000_000, infinities: Infinities): ColumnEncoder =>
  (out, source, from, to) => {
    if (isInfinite(source, from)) {
      out.ascii(isNegative(source, from) ? infinities.negative : infinities.positive);
      return;
    }
    const date = readDate(source, from, to);
    const clock = date.end + 1;
    const seconds = date.epochDay * SECONDS_PER_DAY + readSeconds(source, clock);
    out.ascii(ticks(seconds, readFractionUs(source, clock, to), perSecond));
  };

const unavailable = 'null';

/** Of the readable form, beside its format: always UTC with six digits. */
const READABLE_JSON = { pattern: '^[0-9T:-]{19}\\.[0-9]{6}Z$' };
const readableJson = (format: FormatOptions) => (format['readable.values'] ? { json: READABLE_JSON } : {});

const countedForm = (encode: ColumnEncoder, schema: ConnectSchema): ColumnForm => ({
  encode,
  schema,
  filler: '0',
  unavailable,
});
const microseconds = () =>
  countedForm(counted(1_000_000, AS_MICROSECONDS), named('int64', 'io.debezium.time.MicroTimestamp'));

/** `scale`: digits of a fraction that the column keeps. */
export function timestampForm(scale: number, format: FormatOptions): ColumnForm {
  const milliseconds = (name: string) => countedForm(counted(1_000, AS_MILLISECONDS), named('int64', name));
  switch (format['time.precision.mode']) {
    case 'adaptive':
    case 'adaptive_time_microseconds':
      return scale <= LAST_MILLISECOND_SCALE ? milliseconds('io.debezium.time.Timestamp') : microseconds();
    case 'microseconds':
      return microseconds();
    case 'connect':
      return milliseconds('org.apache.kafka.connect.data.Timestamp');
    case 'nanoseconds':
      return countedForm(counted(1_000_000_000, AS_NANOSECONDS), named('int64', 'io.debezium.time.NanoTimestamp'));
    case 'isostring': {
      const encode = format['readable.values'] ? iso(0, FULL_DIGITS, NAMED) : iso(0, 'shortest', AS_ISO);
      const schema = named('string', 'io.debezium.time.IsoTimestamp');
      return { encode, schema, ...readableJson(format), filler: '"1970-01-01T00:00:00Z"', unavailable };
    }
  }
}

/** A string in every mode. */
export function zonedTimestampForm(scale: number, format: FormatOptions): ColumnForm {
  const digits = format['readable.values'] ? FULL_DIGITS : scale || 'shortest';
  const encode = iso(ZONE_LENGTH, digits, NAMED);
  const schema = named('string', 'io.debezium.time.ZonedTimestamp');
  return { encode, schema, ...readableJson(format), filler: '"1970-01-01T00:00:00Z"', unavailable };
}
