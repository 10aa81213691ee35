/** One value through the encoder that a column of its type is compiled to. */
import type { ColumnFacts } from '../../types/column-facts.js';
import type { PgType } from '../../types/pg-type.js';
import { builtInTypes } from '../../types/pg-type.js';
import { TypeCatalogue } from '../../types/type-catalogue.js';
import { profiles, resolveFormat, type FormatOptions } from '../format-options.js';
import { RecordArena } from '../record-arena.js';
import { compileColumn, type CompiledColumn } from './compile-column.js';

const plain = { schema: 'public', base: 0, modifier: -1, element: 0, delimiter: ',', labels: [] } as const;

/** Types a database can have beside the built-in ones. */
const MADE: readonly PgType[] = [
  { ...plain, oid: 90_001, name: 'mood', kind: 'enum', labels: ['sad', 'it"s', 'happy'] },
  { ...plain, oid: 90_002, name: '_mood', kind: 'array', element: 90_001 },
  { ...plain, oid: 90_003, name: 'price', kind: 'domain', base: 1700, modifier: (10 << 16) + 2 + 4 },
  { ...plain, oid: 90_004, name: 'net_price', kind: 'domain', base: 90_003 },
  { ...plain, oid: 90_005, name: '_price', kind: 'array', element: 90_003 },
  { ...plain, oid: 90_006, name: 'pair', kind: 'composite' },
  { ...plain, oid: 90_007, name: '_pair', kind: 'array', element: 90_006 },
  { ...plain, oid: 90_008, name: 'hstore', kind: 'base' },
  { ...plain, oid: 90_009, name: 'ltree', kind: 'base' },
  { ...plain, oid: 90_010, name: 'citext', kind: 'base' },
  { ...plain, oid: 90_011, name: 'labels', kind: 'domain', base: 1009 },
  { ...plain, oid: 90_012, name: '_hstore', kind: 'array', element: 90_008 },
];

export const catalogue = new TypeCatalogue(MADE);

/** By PostgreSQL's name, `_text` for `text[]`. */
export function oidOf(typeName: string): number {
  const type = [...builtInTypes, ...MADE].find(({ name }) => name === typeName);
  if (!type) throw new Error(`no type ${typeName}`);
  return type.oid;
}

export const numericModifier = (precision: number, scale: number) => ((precision << 16) | (scale & 0x7ff)) + 4;

export type FormatName = keyof typeof profiles | FormatOptions;

const formatOf = (format: FormatName) => (typeof format === 'string' ? profiles[format] : format);

/** Debezium's defaults but for these. */
export const debeziumWith = (overrides: Record<string, unknown>) => resolveFormat('debezium', overrides);

export function compiled(
  typeName: string,
  format: FormatName,
  facts: Partial<ColumnFacts> = {},
): CompiledColumn | undefined {
  const column = {
    name: 'c',
    typeOid: oidOf(typeName),
    modifier: -1,
    notNull: false,
    defaultExpression: null,
    ...facts,
  };
  return compileColumn(column, 0, catalogue, formatOf(format));
}

/** The JSON of a value, or `omitted` for a column that does not travel. */
export function json(typeName: string, text: string, format: FormatName, facts: Partial<ColumnFacts> = {}): string {
  const column = compiled(typeName, format, facts);
  if (!column) return 'omitted';
  return encodedBy(column, text);
}

export function encodedBy(column: CompiledColumn, text: string): string {
  const out = new RecordArena(16);
  const source = Buffer.from(`<${text}>`);
  out.begin();
  column.encode(out, source, 1, source.length - 1);
  return out.finish().toString('utf8');
}
