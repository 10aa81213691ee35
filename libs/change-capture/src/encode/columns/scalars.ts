/** Booleans, integers and floats: bytes to bytes. */
import type { FormatOptions } from '../format-options.js';
import type { ConnectSchema } from '../connect-schema.js';
import { javaDouble, javaFloat } from './java-double.js';
import { quoted, raw, type ColumnEncoder, type ColumnForm } from './column-form.js';
import { jacksonText } from './jackson.js';

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const LETTER_T = 0x74;
/** NaN, Infinity and -Infinity end with a letter, numbers with a digit. */
export const FIRST_LETTER = 0x41;

const bool: ColumnEncoder = (out, source, from) => out.bytes(source[from] === LETTER_T ? TRUE : FALSE);

/** NaN and the infinities are no JSON numbers: quoted, as Connect's serialiser writes them. */
export const float: ColumnEncoder = (out, source, from, to) =>
  ((source[to - 1] as number) >= FIRST_LETTER ? quoted : raw)(out, source, from, to);

/** PostgreSQL's digits are the shortest that give the number back; their spelling is Java's. */
const floatAsJava =
  (spelt: (value: number) => string): ColumnEncoder =>
  (out, source, from, to) => {
    if ((source[to - 1] as number) >= FIRST_LETTER) quoted(out, source, from, to);
    else out.ascii(spelt(Number(source.toString('latin1', from, to))));
  };

const AS_JAVA = { float4: floatAsJava(javaFloat), float8: floatAsJava(javaDouble) } as const;

/** None of these is ever stored out of line, so the placeholder is a formality. */
export function scalarForm(
  encode: ColumnEncoder,
  type: ConnectSchema['type'],
  filler: string,
  format: FormatOptions,
): ColumnForm {
  const unavailable = jacksonText(format['unavailable.value.placeholder']);
  return { encode, schema: { type }, filler, unavailable: format['readable.values'] ? unavailable : 'null' };
}

const INTEGERS = { int2: 'int16', int4: 'int32', int8: 'int64', oid: 'int64' } as const;
const FLOATS = { float4: 'float', float8: 'double' } as const;

export function boolForm(format: FormatOptions): ColumnForm {
  return scalarForm(bool, 'boolean', 'false', format);
}

export function integerForm(typeName: keyof typeof INTEGERS, format: FormatOptions): ColumnForm {
  if (typeName === 'int8' && format['int8.as.text']) return int8AsText(format);
  return scalarForm(raw, INTEGERS[typeName], '0', format);
}

const int8AsText = (format: FormatOptions): ColumnForm => ({
  ...scalarForm(quoted, 'string', '"0"', format),
  json: { pattern: '^-?[0-9]+$' },
});

export function floatForm(typeName: keyof typeof FLOATS, format: FormatOptions): ColumnForm {
  return scalarForm(format['readable.values'] ? float : AS_JAVA[typeName], FLOATS[typeName], '0.0', format);
}
