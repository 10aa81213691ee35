/** What capture asks the source about types and about the columns of the tables it carries. */
import type pg from 'pg';
import { z } from 'zod';
import { quoteLiteral } from '../pgoutput/capture-plugin.js';
import type { ColumnFacts } from './column-facts.js';
import type { PgType } from './pg-type.js';

const TYPES = `
  SELECT t.oid::bigint, n.nspname AS schema, t.typname AS name, t.typtype AS kind,
    -- A domain is of its base's category.
    t.typcategory = 'A' AND t.typtype = 'b' AS is_array,
    t.typbasetype::bigint AS base, t.typtypmod AS modifier, t.typelem::bigint AS element, t.typdelim AS delimiter,
    coalesce((SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e
      WHERE e.enumtypid = t.oid), '{}') AS labels
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname <> 'pg_toast' AND t.typtype <> 'p'`;

const KINDS = { b: 'base', e: 'enum', d: 'domain', c: 'composite', r: 'range', m: 'multirange' } as const;

const typeRow = z
  .object({
    oid: z.coerce.number(),
    schema: z.string(),
    name: z.string(),
    kind: z.enum(['b', 'e', 'd', 'c', 'r', 'm']),
    is_array: z.boolean(),
    base: z.coerce.number(),
    modifier: z.number(),
    element: z.coerce.number(),
    delimiter: z.string(),
    labels: z.array(z.string()),
  })
  .transform(({ kind, is_array: isArray, ...type }): PgType => ({ ...type, kind: isArray ? 'array' : KINDS[kind] }));

export async function readTypes(client: pg.Client): Promise<readonly PgType[]> {
  const result = await client.query(TYPES);
  return z.array(typeRow).parse(result.rows);
}

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/** A table's columns as they are now, by name. */
export interface TableFacts extends TableName {
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

const columnRow = z.object({
  schema: z.string(),
  table: z.string(),
  name: z.string(),
  type_oid: z.coerce.number(),
  modifier: z.number(),
  not_null: z.boolean(),
  default_expression: z.string().nullable(),
});

/** Tables that are not there are not in the answer. */
export async function readTables(client: pg.Client, tables: readonly TableName[]): Promise<readonly TableFacts[]> {
  if (tables.length === 0) return [];
  const names = tables.map(({ schema, table }) => `(${quoteLiteral(schema)}, ${quoteLiteral(table)})`).join(', ');
  const result = await client.query(`
    SELECT n.nspname AS schema, c.relname AS table, a.attname AS name, a.atttypid::bigint AS type_oid,
      a.atttypmod AS modifier, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) AS not_null,
      pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default_expression
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND (n.nspname, c.relname) IN (${names})`);
  const byTable = new Map(
    tables.map((name) => [JSON.stringify([name.schema, name.table]), new Map<string, ColumnFacts>()]),
  );
  for (const row of z.array(columnRow).parse(result.rows)) {
    byTable.get(JSON.stringify([row.schema, row.table]))?.set(row.name, {
      name: row.name,
      typeOid: row.type_oid,
      modifier: row.modifier,
      notNull: row.not_null,
      defaultExpression: row.default_expression,
    });
  }
  return tables.flatMap(({ schema, table }) => {
    const columns = byTable.get(JSON.stringify([schema, table]));
    return columns && columns.size > 0 ? [{ schema, table, columns }] : [];
  });
}
