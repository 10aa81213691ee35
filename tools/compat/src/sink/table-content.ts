/** Reads a table of either side as texts that both sides share: each value cast to the source's type, then to text. */
import pg from 'pg';
import type { TableContent } from './row-differences.js';
import type { SinkTable } from './sink-table.js';

/** So that times, numbers and bytes have one text, whatever the servers are set to. */
const SESSION = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
  SET extra_float_digits = 1; SET bytea_output = 'hex'`;

export type SharedTypes = ReadonlyMap<string, string>;

/** A client whose session writes values as the other side's does. */
export async function contentClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(SESSION);
  return client;
}

/**
 * By column of the source the type that its values are compared as: its own, a domain's base, or text where only the
 * source knows the type.
 */
export async function sharedTypes(source: pg.Client, { schema, table }: SinkTable): Promise<SharedTypes> {
  const { rows } = await source.query<{ name: string; type: string }>(
    `SELECT attname AS name,
            CASE WHEN coalesce(base.typnamespace, own.typnamespace) <> 'pg_catalog'::regnamespace THEN 'text'
                 -- Without its length; as "character" it would be cut to one.
                 WHEN coalesce(base.oid, own.oid) = 'bpchar'::regtype THEN 'bpchar'
                 ELSE format_type(coalesce(base.oid, own.oid), NULL) END AS type
       FROM pg_attribute
       JOIN pg_type own ON own.oid = atttypid
       LEFT JOIN pg_type base ON base.oid = own.typbasetype AND own.typtype = 'd'
      WHERE attrelid = format('%I.%I', $1::text, $2::text)::regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum`,
    [schema, table],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}

/** Columns and rows of a table; no columns and no rows when it is not there. */
export async function tableContent(
  client: pg.Client,
  { schema, table }: { readonly schema: string; readonly table: string },
  types: SharedTypes,
): Promise<TableContent> {
  const { rows: found } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
      WHERE attrelid = to_regclass(format('%I.%I', $1::text, $2::text)) AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum`,
    [schema, table],
  );
  const columns = found.map(({ name }) => name);
  if (columns.length === 0) return { columns, rows: [] };
  const list = columns.map((name) => `${asText(name, types.get(name) ?? 'text')} AS ${pg.escapeIdentifier(name)}`);
  const from = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;
  const { rows } = await client.query<Record<string, string | null>>(`SELECT ${list.join(', ')} FROM ${from}`);
  return { columns, rows };
}

/** A text that is no value of the type stays as it is, and is then a difference with its key. */
function asText(column: string, type: string): string {
  const text = `${pg.escapeIdentifier(column)}::text`;
  return `CASE WHEN pg_input_is_valid(${text}, '${type}') THEN (${text})::${type}::text ELSE ${text} END`;
}
