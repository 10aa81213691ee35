/** bytea and bit strings, in the modes of `binary.handling.mode`. */
import { named, type ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import { BASE64, BASE64_URL_SAFE, writeBase64 } from './base64.js';
import { QUOTE, quoted, type ColumnEncoder, type ColumnForm } from './column-form.js';
import { jacksonText } from './jackson.js';
import { scalarForm } from './scalars.js';

/** Before the hex digits of a bytea (bytea_output = hex). */
const HEX_PREFIX_LENGTH = '\\x'.length;
const ONE = 0x31;
const DIGIT_A_OFFSET = 0x61 - 10;
const ZERO = 0x30;
const NINE = 0x39;
const BITS_PER_BYTE = 8;

const nibble = (digit: number) => (digit <= NINE ? digit - ZERO : digit - DIGIT_A_OFFSET);

const base64Of =
  (alphabet: Buffer): ColumnEncoder =>
  (out, source, from, to) => {
    const start = from + HEX_PREFIX_LENGTH;
    const byteAt = (index: number) =>
      (nibble(source[start + 2 * index] as number) << 4) | nibble(source[start + 2 * index + 1] as number);
    out.byte(QUOTE);
    writeBase64(out, alphabet, (to - start) / 2, byteAt);
    out.byte(QUOTE);
  };

const hex: ColumnEncoder = (out, source, from, to) => quoted(out, source, from + HEX_PREFIX_LENGTH, to);

interface BinaryMode {
  readonly encode: ColumnEncoder;
  readonly schema: ConnectSchema;
  readonly render: (bytes: Buffer) => string;
}

const MODES: Readonly<Record<FormatOptions['binary.handling.mode'], BinaryMode>> = {
  bytes: { encode: base64Of(BASE64), schema: { type: 'bytes' }, render: (bytes) => bytes.toString('base64') },
  base64: { encode: base64Of(BASE64), schema: { type: 'string' }, render: (bytes) => bytes.toString('base64') },
  'base64-url-safe': {
    encode: base64Of(BASE64_URL_SAFE),
    schema: { type: 'string' },
    render: (bytes) => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  },
  hex: { encode: hex, schema: { type: 'string' }, render: (bytes) => bytes.toString('hex') },
};

/** Bytes that are no column's, such as the content of a logical message. */
export const renderBinary = (bytes: Buffer, format: FormatOptions) =>
  jacksonText(MODES[format['binary.handling.mode']].render(bytes));

export const binarySchema = (format: FormatOptions) => MODES[format['binary.handling.mode']].schema;

/** The placeholder is given as bytes, or in hex mode as it is. */
function unavailableBinary(format: FormatOptions): string {
  const placeholder = format['unavailable.value.placeholder'];
  const asItIs = format['readable.values'] || format['binary.handling.mode'] === 'hex';
  return asItIs ? jacksonText(placeholder) : renderBinary(Buffer.from(placeholder), format);
}

export function byteaForm(format: FormatOptions): ColumnForm {
  const { encode, schema } = MODES[format['binary.handling.mode']];
  return { encode, schema, filler: '""', unavailable: unavailableBinary(format) };
}

/** A type that Debezium does not know travels as the bytes of a text, when it travels at all. */
export function opaqueForm(textOf: (text: string) => string, format: FormatOptions): ColumnForm {
  const { schema } = MODES[format['binary.handling.mode']];
  const encode: ColumnEncoder = (out, source, from, to) =>
    out.ascii(renderBinary(Buffer.from(textOf(source.toString('utf8', from, to))), format));
  return { encode, schema, filler: '""', unavailable: unavailableBinary(format) };
}

/** Bits from the right, eight to a byte, without the zeros that lead: `0101` is the byte 5. */
const bits: ColumnEncoder = (out, source, from, to) => {
  let first = from;
  while (first < to && source[first] !== ONE) first += 1;
  const byteAt = (index: number) => {
    let byte = 0;
    for (let bit = 0; bit < BITS_PER_BYTE; bit += 1) {
      const at = to - 1 - index * BITS_PER_BYTE - bit;
      if (at >= first && source[at] === ONE) byte |= 1 << bit;
    }
    return byte;
  };
  out.byte(QUOTE);
  writeBase64(out, BASE64, Math.ceil((to - first) / BITS_PER_BYTE), byteAt);
  out.byte(QUOTE);
};

const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

const singleBit: ColumnEncoder = (out, source, from, to) => {
  if (from === to) out.bytes(NULL);
  else out.bytes(source[from] === ONE ? TRUE : FALSE);
};

const UNLIMITED_LENGTH = 2_147_483_647;

/** bit(1) is a boolean. `length` is the column's, -1 for a varbit without one. */
export function bitForm(typeName: 'bit' | 'varbit', length: number, format: FormatOptions): ColumnForm {
  if (format['readable.values'] && (typeName === 'varbit' || length > 1)) {
    return { ...scalarForm(quoted, 'string', '""', format) };
  }
  const effective = length === -1 && typeName === 'varbit' ? UNLIMITED_LENGTH : length;
  if (effective <= 1) return scalarForm(singleBit, 'boolean', 'false', format);
  const schema = { ...named('bytes', 'io.debezium.data.Bits'), parameters: { length: String(effective) } };
  return { encode: bits, schema, filler: '""', unavailable: 'null' };
}
