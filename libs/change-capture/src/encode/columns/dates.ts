/** date, in the modes of `time.precision.mode`. */
import { named } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import { isInfinite, isNegative, isoDate, readDate } from './civil.js';
import type { ColumnEncoder, ColumnForm } from './column-form.js';

/** Debezium's stand-ins for the infinities, which have no day. */
const INFINITE_DAYS = { positive: '-2147472692', negative: '-2147472691' };
const INFINITE_ISO = { positive: '"-5877611-06-21Z"', negative: '"-5877611-06-22Z"' };
const INFINITE_READABLE = { positive: '"infinity"', negative: '"-infinity"' };

const dateEncoder =
  (infinite: { positive: string; negative: string }, jsonOf: (date: ReturnType<typeof readDate>) => string) =>
  (...[out, source, from, to]: Parameters<ColumnEncoder>) => {
    if (isInfinite(source, from)) out.ascii(isNegative(source, from) ? infinite.negative : infinite.positive);
    else out.ascii(jsonOf(readDate(source, from, to)));
  };

const epochDays = dateEncoder(INFINITE_DAYS, ({ epochDay }) => String(epochDay));
const isoWithZone = dateEncoder(INFINITE_ISO, (date) => `"${isoDate(date)}Z"`);
const readable = dateEncoder(INFINITE_READABLE, (date) => `"${isoDate(date)}"`);

export function dateForm(format: FormatOptions): ColumnForm {
  const unavailable = 'null';
  if (format['time.precision.mode'] === 'isostring') {
    const encode = format['readable.values'] ? readable : isoWithZone;
    const schema = named('string', 'io.debezium.time.IsoDate');
    return { encode, schema, filler: '"1970-01-01Z"', unavailable };
  }
  const ofConnect = format['time.precision.mode'] === 'connect';
  const name = ofConnect ? 'org.apache.kafka.connect.data.Date' : 'io.debezium.time.Date';
  return { encode: epochDays, schema: named('int32', name), filler: '0', unavailable };
}
