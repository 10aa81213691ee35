/** numeric, in the three modes of `decimal.handling.mode`. */
import { CaptureStop } from '../../capture-stop.js';
import type { ConnectSchema } from '../connect-schema.js';
import type { FormatOptions } from '../format-options.js';
import { BASE64, writeBase64 } from './base64.js';
import { QUOTE, asNull, quoted, type ColumnEncoder, type ColumnForm } from './column-form.js';
import { jacksonText } from './jackson.js';
import { FIRST_LETTER, float } from './scalars.js';
import { unscaledBytes } from './unscaled.js';

const HEADER = 4;
const NO_MODIFIER = -1;
/** A scale may be negative since PostgreSQL 15: eleven bits in two's complement. */
const SCALE_MASK = 0x7ff;
const SCALE_SIGN = 0x400;

/** Precision and scale that a modifier stands for; null when the column takes any. */
export function precisionAndScale(modifier: number): { precision: number; scale: number } | null {
  if (modifier === NO_MODIFIER) return null;
  const bits = modifier - HEADER;
  return { precision: (bits >> 16) & 0xffff, scale: ((bits & SCALE_MASK) ^ SCALE_SIGN) - SCALE_SIGN };
}

/** Debezium's names of the values that are no numbers. */
const SPECIAL: Readonly<Record<string, string>> = {
  NaN: '"NAN"',
  Infinity: '"POSITIVE_INFINITY"',
  '-Infinity': '"NEGATIVE_INFINITY"',
};

const isSpecial = (source: Buffer, to: number) => (source[to - 1] as number) >= FIRST_LETTER;

const text: ColumnEncoder = (out, source, from, to) => {
  if (isSpecial(source, to)) out.ascii(SPECIAL[source.toString('latin1', from, to)] ?? 'null');
  else quoted(out, source, from, to);
};

/** Digits of the largest double before its point. */
const LARGEST_DOUBLE_DIGITS = 308;

/** As many digits as PostgreSQL has, which readers round to a double; one beyond the largest is an infinity. */
const double: ColumnEncoder = (out, source, from, to) => {
  if (to - from > LARGEST_DOUBLE_DIGITS && !isSpecial(source, to)) {
    const value = Number(source.toString('latin1', from, to));
    if (!Number.isFinite(value)) {
      out.ascii(`"${String(value)}"`);
      return;
    }
  }
  float(out, source, from, to);
};

/** The unscaled number's bytes, big-endian two's complement, in base64: what Connect makes of a Decimal. */
const fixedScale =
  (scale: number, special: ColumnEncoder): ColumnEncoder =>
  (out, source, from, to) => {
    if (isSpecial(source, to)) {
      special(out, source, from, to);
      return;
    }
    const bytes = unscaledBytes(source, from, to, scale);
    out.byte(QUOTE);
    writeBase64(out, BASE64, bytes.length, (index) => bytes[index] as number);
    out.byte(QUOTE);
  };

const DOT = 0x2e;
const ZERO = 0x30;

/** Digits after the point, without trailing zeros. */
function significantScale(source: Buffer, from: number, to: number): number {
  const dot = source.indexOf(DOT, from);
  if (dot < 0 || dot >= to) return 0;
  let end = to;
  while (source[end - 1] === ZERO) end -= 1;
  return end - dot - 1;
}

/** A column without a scale of its own: each value brings its own. */
const variableScale =
  (special: ColumnEncoder): ColumnEncoder =>
  (out, source, from, to) => {
    if (isSpecial(source, to)) {
      special(out, source, from, to);
      return;
    }
    const scale = significantScale(source, from, to);
    out.ascii(`{"scale":${String(scale)},"value":`);
    fixedScale(scale, special)(out, source, from, to);
    out.byte(0x7d);
  };

const decimalSchema = (parameters: Readonly<Record<string, string>>): ConnectSchema => ({
  type: 'bytes',
  name: 'org.apache.kafka.connect.data.Decimal',
  version: 1,
  parameters,
});

const VARIABLE_SCALE: ConnectSchema = {
  type: 'struct',
  name: 'io.debezium.data.VariableScaleDecimal',
  version: 1,
  doc: 'Variable scaled decimal',
  fields: [
    { type: 'int32', field: 'scale' },
    { type: 'bytes', field: 'value' },
  ],
};

/** A Decimal of this scale, with its precision when it has one; also money's. */
export function decimalForm(scale: number, precision: number | null, special: ColumnEncoder): ColumnForm {
  const more = precision === null ? {} : { 'connect.decimal.precision': String(precision) };
  const encode = fixedScale(scale, special);
  return { encode, schema: decimalSchema({ scale: String(scale), ...more }), filler: '"AA=="', unavailable: 'null' };
}

/** Of a decimal as text: PostgreSQL writes as many digits behind the point as the scale says, or, without one, as there are. */
function digitsOf(size: ReturnType<typeof precisionAndScale>): string {
  if (!size || size.scale < 0 || size.scale > size.precision) return '^-?[0-9]+(\\.[0-9]+)?$';
  const whole = `^-?[0-9]{1,${String(Math.max(1, size.precision - size.scale))}}`;
  return size.scale === 0 ? `${whole}$` : `${whole}\\.[0-9]{${String(size.scale)}}$`;
}

export function numericForm(modifier: number, notNull: boolean, format: FormatOptions): ColumnForm {
  const size = precisionAndScale(modifier);
  const unavailable = jacksonText(format['unavailable.value.placeholder']);
  switch (format['decimal.handling.mode']) {
    case 'string': {
      const encode = format['readable.values'] ? quoted : text;
      const filler = `"${(0).toFixed(Math.max(0, size?.scale ?? 0))}"`;
      // As Java writes it, a small one has an exponent.
      const json = format['readable.values'] ? { json: { pattern: digitsOf(size) } } : {};
      return { encode, schema: { type: 'string' }, ...json, filler, unavailable };
    }
    case 'double':
      return { encode: double, schema: { type: 'double' }, filler: '0.0', unavailable: 'null' };
    case 'precise': {
      const special = notNull ? refused : asNull;
      if (size) return decimalForm(size.scale, size.precision, special);
      const filler = '{"scale":0,"value":"AA=="}';
      return { encode: variableScale(special), schema: VARIABLE_SCALE, filler, unavailable: 'null' };
    }
  }
}

/** A Decimal has no bytes for these, and the column takes no null. */
const refused: ColumnEncoder = (_out, source, from, to) => {
  throw new CaptureStop(
    'row-unencodable',
    `A numeric column that can not be null holds ${source.toString('latin1', from, to)}, which decimal.handling.mode precise can not express.`,
    'Set decimal.handling.mode to string or double for this pipeline, and start the worker again.',
  );
};
