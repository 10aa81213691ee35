/**
 * Texts as Kafka Connect's JSON writer (Jackson) spells them. A key's bytes choose its partition and are what compaction
 * compares, so in Debezium's profiles they must be the same bytes and not only the same JSON.
 */
import { QUOTE, type ColumnEncoder } from './column-form.js';

const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
/** First byte of a character beyond the basic plane in UTF-8; Jackson writes those as two escaped surrogates. */
const FIRST_OF_FOUR = 0xf0;
const BYTES_BEYOND_BASIC_PLANE = 4;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

function escapedUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  const short = SHORT[unit];
  if (short !== undefined) return short;
  if (code >= FIRST_PRINTABLE && (code < FIRST_SURROGATE || code > LAST_SURROGATE)) return unit;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A JSON string of the text. */
export const jacksonText = (text: string): string => `"${text.split('').map(escapedUnit).join('')}"`;

/**
 * The same from bytes to bytes: plain stretches are copied as they are. A loop of its own beside that of the readable
 * profile, which need not look for four-byte characters.
 */
export const escapedAsJackson: ColumnEncoder = (out, source, from, to) => {
  out.byte(QUOTE);
  let plainFrom = from;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    if (byte >= FIRST_PRINTABLE && byte < FIRST_OF_FOUR && byte !== QUOTE && byte !== BACKSLASH) continue;
    out.range(source, plainFrom, at);
    const end = byte < FIRST_OF_FOUR ? at + 1 : Math.min(at + BYTES_BEYOND_BASIC_PLANE, to);
    out.ascii(source.toString('utf8', at, end).split('').map(escapedUnit).join(''));
    plainFrom = end;
    at = end - 1;
  }
  out.range(source, plainFrom, to);
  out.byte(QUOTE);
};
