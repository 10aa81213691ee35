/** What a column's type and the format come to: how its values are written, and the Connect schema that says so. */
import type { RecordArena } from '../record-arena.js';
import type { JsonSchema } from '../../schema/json-schema.js';
import type { ConnectSchema } from '../connect-schema.js';

/** Writes the JSON of source[from, to), a value as PostgreSQL sends it. */
export type ColumnEncoder = (out: RecordArena, source: Buffer, from: number, to: number) => void;

export interface ColumnForm {
  readonly encode: ColumnEncoder;
  /** Without the column's own optional flag and default. */
  readonly schema: ConnectSchema;
  /** What JSON Schema can say of the values beyond what the Connect schema does. */
  readonly json?: JsonSchema;
  /** JSON that stands in where a column that cannot be null has no value: Debezium's fallback. */
  readonly filler: string;
  /** JSON in the place of a large value that was not sent. */
  readonly unavailable: string;
}

export const QUOTE = 0x22;
const NULL = Buffer.from('null');

/** For types whose text is JSON already. */
export const raw: ColumnEncoder = (out, source, from, to) => out.range(source, from, to);

/** For types whose text holds nothing to escape. */
export const quoted: ColumnEncoder = (out, source, from, to) => {
  out.byte(QUOTE);
  out.range(source, from, to);
  out.byte(QUOTE);
};

export const asNull: ColumnEncoder = (out) => out.bytes(NULL);

/** An encoder in terms of texts, for the types that are rare or need arithmetic. The text given back is JSON, and ASCII. */
export const byText =
  (jsonOf: (text: string) => string): ColumnEncoder =>
  (out, source, from, to) =>
    out.ascii(jsonOf(source.toString('latin1', from, to)));
