/** Columns that travel as JSON strings of their text, escaped byte by byte. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import type { RecordArena } from '../record-arena.js';
import { escapedAsJackson, jacksonText } from './jackson.js';
import { QUOTE, quoted, type ColumnEncoder, type ColumnForm } from './column-form.js';

const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const HEX = Buffer.from('0123456789abcdef');

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

/** Names of Debezium's own for types that are strings on the wire. */
const LOGICAL_NAMES: Readonly<Record<string, string>> = {
  json: 'io.debezium.data.Json',
  jsonb: 'io.debezium.data.Json',
  uuid: 'io.debezium.data.Uuid',
  xml: 'io.debezium.data.Xml',
  tsvector: 'io.debezium.data.Tsvector',
  ltree: 'io.debezium.data.Ltree',
};

/** Their text holds neither quotes nor backslashes nor control characters. */
const NOTHING_TO_ESCAPE = new Set(['uuid', 'inet', 'cidr', 'macaddr', 'macaddr8']);

/** The form of a type that is a string on the wire. */
export function textForm(typeName: string, format: FormatOptions): ColumnForm {
  const name = LOGICAL_NAMES[typeName];
  const escapes = format['readable.values'] ? escaped : escapedAsJackson;
  return {
    encode: NOTHING_TO_ESCAPE.has(typeName) ? quoted : escapes,
    schema: name === undefined ? { type: 'string' } : named('string', name),
    filler: '""',
    unavailable: jacksonText(format['unavailable.value.placeholder']),
  };
}

/** An enum's labels are part of its schema, as of the description of the relation. */
export function enumForm(labels: readonly string[], format: FormatOptions): ColumnForm {
  const schema: ConnectSchema = {
    ...named('string', 'io.debezium.data.Enum'),
    parameters: { allowed: labels.join(',') },
  };
  return { ...textForm('enum', format), schema, json: { enum: labels } };
}
