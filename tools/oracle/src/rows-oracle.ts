/** What the rows family must come to, from the source's own rows by SQL alone, personal data still in the clear. */
import pg, { type ClientBase } from 'pg';

/** How the rows family writes a type's values; types not listed travel as to_jsonb gives them. */
const FORMS: Readonly<Record<string, (column: string) => string>> = {
  numeric: (column) => `${column}::text`,
  jsonb: (column) => `${column}::text`,
  timestamptz: (column) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
};

/** Rows of a table of schema public whose key is `id`, by the key of their records. */
export async function rowsOracle(client: ClientBase, table: string): Promise<Map<string, Record<string, unknown>>> {
  const { rows: columns } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, typname AS type FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
     WHERE attrelid = format('public.%I', $1::text)::regclass AND attnum > 0 AND NOT attisdropped`,
    [table],
  );
  const members = columns.map(({ name, type }) => {
    const column = pg.escapeIdentifier(name);
    return `${pg.escapeLiteral(name)}, ${FORMS[type]?.(column) ?? column}`;
  });
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `SELECT jsonb_build_object(${members.join(', ')}) AS row FROM ${pg.escapeIdentifier(table)}`,
  );
  return new Map(rows.map(({ row }) => [JSON.stringify({ id: row['id'] }), row]));
}
