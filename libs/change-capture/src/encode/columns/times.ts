/** time and timetz, in the modes of `time.precision.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import {
  fractionOf,
  isoClock,
  readFractionUs,
  readOffsetSeconds,
  readSeconds,
  SECONDS_PER_DAY,
  ticks,
} from './civil.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';

/** Always this many, so that the order of the texts is that of the times. */
const READABLE_DIGITS = 6;
const LAST_MILLISECOND_SCALE = 3;

const counted =
  (perSecond: 1_000 | 1_000_000 | 1_000_000_000): ColumnEncoder =>
  (out, source, from, to) =>
    out.ascii(ticks(readSeconds(source, from), readFractionUs(source, from, to), perSecond));

/** A day of 24:00:00 begins anew in Java's times of day. */
const isoWithZone: ColumnEncoder = (out, source, from, to) => {
  const seconds = readSeconds(source, from) % SECONDS_PER_DAY;
  out.ascii(`"${isoClock(seconds, readFractionUs(source, from, to), 'shortest')}Z"`);
};

const readable: ColumnEncoder = (out, source, from, to) =>
  out.ascii(`"${isoClock(readSeconds(source, from), readFractionUs(source, from, to), READABLE_DIGITS)}"`);

/** In UTC, whatever zone the value was stored with. */
const zoned =
  (digits: number | 'shortest'): ColumnEncoder =>
  (out, source, from, to) => {
    const offset = readOffsetSeconds(source, fractionOf(source, from, to).end, to);
    const local = readSeconds(source, from);
    const inUtc = offset === 0 ? local : modulo(local - offset, SECONDS_PER_DAY);
    out.ascii(`"${isoClock(inUtc, readFractionUs(source, from, to), digits)}Z"`);
  };

const modulo = (value: number, divisor: number) => ((value % divisor) + divisor) % divisor;

const unavailable = 'null';
const milliseconds = (schema: ConnectSchema): ColumnForm => ({
  encode: counted(1_000),
  schema,
  filler: '0',
  unavailable,
});
const MICROSECONDS: ColumnForm = {
  encode: counted(1_000_000),
  schema: named('int64', 'io.debezium.time.MicroTime'),
  filler: '0',
  unavailable,
};

/** `scale`: digits of a fraction that the column keeps. */
export function timeForm(scale: number, format: FormatOptions): ColumnForm {
  switch (format['time.precision.mode']) {
    case 'adaptive':
      return scale <= LAST_MILLISECOND_SCALE ? milliseconds(named('int32', 'io.debezium.time.Time')) : MICROSECONDS;
    case 'adaptive_time_microseconds':
    case 'microseconds':
      return MICROSECONDS;
    case 'connect':
      return milliseconds(named('int32', 'org.apache.kafka.connect.data.Time'));
    case 'nanoseconds': {
      const schema = named('int64', 'io.debezium.time.NanoTime');
      return { encode: counted(1_000_000_000), schema, filler: '0', unavailable };
    }
    case 'isostring': {
      const encode = format['readable.values'] ? readable : isoWithZone;
      return { encode, schema: named('string', 'io.debezium.time.IsoTime'), filler: '"00:00:00Z"', unavailable };
    }
  }
}

export function zonedTimeForm(format: FormatOptions): ColumnForm {
  const encode = zoned(format['readable.values'] ? READABLE_DIGITS : 'shortest');
  return { encode, schema: named('string', 'io.debezium.time.ZonedTime'), filler: '"00:00:00Z"', unavailable };
}
