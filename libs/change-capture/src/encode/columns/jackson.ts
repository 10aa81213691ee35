/**
 * Texts as Kafka Connect's JSON writer (Jackson) spells them. A key's bytes choose its partition and are what compaction
 * compares, so in Debezium's profiles they must be the same bytes and not only the same JSON.
 */
import type { RecordArena } from '../record-arena.js';
import { QUOTE, type ColumnEncoder } from './column-form.js';

const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const FIRST_BEYOND_ASCII = 0x80;
const HEX = Buffer.from('0123456789ABCDEF');
/** First byte of a character beyond the basic plane in UTF-8; Jackson writes those as two escaped surrogates. */
const FIRST_OF_FOUR = 0xf0;
const BYTES_BEYOND_BASIC_PLANE = 4;
/** An escape of JSON.stringify, or half of a character beyond the basic plane. */
const ESCAPE_OR_SURROGATE = /\\(?:u[0-9a-f]{4}|.)|[\ud800-\udfff]/g;
const UNICODE_ESCAPE = '\\u';

const upperCaseDigits = (escape: string) =>
  escape.startsWith(UNICODE_ESCAPE) ? UNICODE_ESCAPE + escape.slice(UNICODE_ESCAPE.length).toUpperCase() : escape;

/** JSON of constant things: names, schemas, placeholders. */
export const jacksonJson = (value: JsonConstant): string =>
  JSON.stringify(value).replace(ESCAPE_OR_SURROGATE, (found) =>
    found.length > 1 ? upperCaseDigits(found) : `${UNICODE_ESCAPE}${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );

type JsonConstant = string | number | readonly JsonConstant[] | { readonly [name: string]: JsonConstant };

/** A JSON string of the text. */
export const jacksonText = (text: string): string => jacksonJson(text);

/** The same where Jackson writes into a text instead of bytes: there it leaves characters beyond the basic plane alone. */
export const jacksonTextInText = (text: string | null): string =>
  JSON.stringify(text).replace(ESCAPE_OR_SURROGATE, (found) => (found.length > 1 ? upperCaseDigits(found) : found));

/** Of each ASCII character that is escaped. */
const ASCII_ESCAPES: readonly Buffer[] = Array.from({ length: FIRST_BEYOND_ASCII }, (_, code) =>
  Buffer.from(jacksonText(String.fromCharCode(code)).slice(1, -1)),
);

/**
 * A JSON string from bytes to bytes: plain stretches are copied as they are. A loop of its own beside that of the readable
 * profile, which need not look for four-byte characters.
 */
export const escapedAsJackson: ColumnEncoder = (out, source, from, to) => {
  out.byte(QUOTE);
  let plainFrom = from;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    if (byte >= FIRST_PRINTABLE && byte < FIRST_OF_FOUR && byte !== QUOTE && byte !== BACKSLASH) continue;
    out.range(source, plainFrom, at);
    if (byte < FIRST_OF_FOUR) out.bytes(ASCII_ESCAPES[byte] as Buffer);
    else {
      surrogates(out, source, at);
      at += BYTES_BEYOND_BASIC_PLANE - 1;
    }
    plainFrom = at + 1;
  }
  out.range(source, plainFrom, to);
  out.byte(QUOTE);
};

const FIRST_BEYOND_BASIC_PLANE = 0x1_0000;
const HIGH_SURROGATE = 0xd800;
const LOW_SURROGATE = 0xdc00;
const SURROGATE_BITS = 10;
const SURROGATE_MASK = 0x3ff;
const CONTINUATION_BITS = 6;
const CONTINUATION_MASK = 0x3f;

/** The character of four bytes at `at`, as two escapes. */
function surrogates(out: RecordArena, source: Buffer, at: number): void {
  let code = (source[at] as number) & 0x07;
  for (let next = 1; next < BYTES_BEYOND_BASIC_PLANE; next += 1) {
    code = (code << CONTINUATION_BITS) | ((source[at + next] as number) & CONTINUATION_MASK);
  }
  code -= FIRST_BEYOND_BASIC_PLANE;
  unicodeEscape(out, HIGH_SURROGATE | (code >> SURROGATE_BITS));
  unicodeEscape(out, LOW_SURROGATE | (code & SURROGATE_MASK));
}

function unicodeEscape(out: RecordArena, unit: number): void {
  out.ascii(UNICODE_ESCAPE);
  for (let shift = 12; shift >= 0; shift -= 4) out.byte(HEX[(unit >> shift) & 0xf] as number);
}
