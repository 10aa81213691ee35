/**
 * A column's text, as PostgreSQL sends it, to its JSON form: bytes to bytes, chosen once per column by type.
 * The session that streams has TimeZone UTC and DateStyle ISO, on which the forms below rely (session/stream-client.ts).
 */
import type { RecordArena } from './record-arena.js';

/** Writes the JSON of source[from, to). */
export type ColumnEncoder = (out: RecordArena, source: Buffer, from: number, to: number) => void;

/** Object ids of built-in types; fixed in PostgreSQL's catalogue. */
const OID = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  float4: 700,
  float8: 701,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
} as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const HEX = Buffer.from('0123456789abcdef');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const LETTER_T = 0x74;
/** NaN, Infinity and -Infinity end with a letter, numbers with a digit. */
const FIRST_LETTER = 0x41;

const raw: ColumnEncoder = (out, source, from, to) => out.range(source, from, to);

/** For types whose text holds nothing to escape. */
const quoted: ColumnEncoder = (out, source, from, to) => {
  out.byte(QUOTE);
  out.range(source, from, to);
  out.byte(QUOTE);
};

const bool: ColumnEncoder = (out, source, from) => out.bytes(source[from] === LETTER_T ? TRUE : FALSE);

/** NaN and the infinities are no JSON numbers: quoted, as Debezium's serialiser writes them. */
const float: ColumnEncoder = (out, source, from, to) =>
  ((source[to - 1] as number) >= FIRST_LETTER ? quoted : raw)(out, source, from, to);

/** Any text; also JSON columns, which travel as a string that holds JSON. */
export const escaped: ColumnEncoder = (out, source, from, to) => {
  out.byte(QUOTE);
  let plainFrom = from;
  for (let at = from; at < to; at += 1) {
    const byte = source[at] as number;
    if (byte >= FIRST_PRINTABLE && byte !== QUOTE && byte !== BACKSLASH) continue;
    out.range(source, plainFrom, at);
    escapeByte(out, byte);
    plainFrom = at + 1;
  }
  out.range(source, plainFrom, to);
  out.byte(QUOTE);
};

function escapeByte(out: RecordArena, byte: number): void {
  out.byte(BACKSLASH);
  if (byte >= FIRST_PRINTABLE) {
    out.byte(byte);
    return;
  }
  out.ascii('u00');
  out.byte(HEX[byte >> 4] as number);
  out.byte(HEX[byte & 0xf] as number);
}

const DATE_LENGTH = '2026-11-24'.length;
const SECONDS_LENGTH = '2026-11-24 10:00:00'.length;
const FRACTION_DIGITS = 6;
const SPACE = 0x20;
/** Last letter of `BC`. */
const LETTER_CAPITAL_C = 0x43;
const LETTER_CAPITAL_T = 0x54;
const LETTER_CAPITAL_Z = 0x5a;
const DOT = 0x2e;
const ZERO = 0x30;

/**
 * `2026-11-24 10:00:00.12+00` to `"2026-11-24T10:00:00.120000Z"`. Always six digits, so that the order of texts is the
 * order of times. Infinity, years before Christ and beyond 9999 have another shape and keep PostgreSQL's text.
 */
const timestamp =
  (zoneLength: number): ColumnEncoder =>
  (out, source, from, to) => {
    const end = to - zoneLength;
    const secondsEnd = from + SECONDS_LENGTH;
    const hasFraction = end > secondsEnd && source[secondsEnd] === DOT;
    const usual =
      source[from + DATE_LENGTH] === SPACE &&
      (end === secondsEnd || hasFraction) &&
      source[to - 1] !== LETTER_CAPITAL_C;
    if (!usual) {
      quoted(out, source, from, to);
      return;
    }
    out.byte(QUOTE);
    out.range(source, from, from + DATE_LENGTH);
    out.byte(LETTER_CAPITAL_T);
    out.range(source, from + DATE_LENGTH + 1, end);
    if (!hasFraction) out.byte(DOT);
    const digits = hasFraction ? end - secondsEnd - 1 : 0;
    for (let missing = FRACTION_DIGITS - digits; missing > 0; missing -= 1) out.byte(ZERO);
    out.byte(LETTER_CAPITAL_Z);
    out.byte(QUOTE);
  };

const BY_OID = new Map<number, ColumnEncoder>([
  [OID.bool, bool],
  [OID.int2, raw],
  [OID.int4, raw],
  [OID.int8, raw],
  [OID.oid, raw],
  [OID.float4, float],
  [OID.float8, float],
  [OID.numeric, quoted],
  [OID.uuid, quoted],
  [OID.timestamp, timestamp(0)],
  [OID.timestamptz, timestamp('+00'.length)],
]);

/** The encoder of a type; types not listed travel as JSON strings of PostgreSQL's own text. */
export function columnEncoder(typeOid: number): ColumnEncoder {
  return BY_OID.get(typeOid) ?? escaped;
}
