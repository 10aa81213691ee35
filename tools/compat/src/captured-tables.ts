/** Tables of the source and the columns that key their records, chosen as Debezium chooses them. */
import pg from 'pg';

export interface CapturedTable {
  readonly schema: string;
  readonly table: string;
  /** The primary key's columns, else those of a unique index, else none. */
  readonly key: readonly string[];
}

/** Every table of the publication, by name; of a partitioned one the root or the leaves, as the publication says. */
export async function capturedTables(databaseUrl: string, publication: string): Promise<CapturedTable[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<CapturedTable>(
      `SELECT nspname AS schema, relname AS table, coalesce(key, '{}') AS key
         FROM pg_publication_tables
         JOIN pg_namespace ON nspname = schemaname
         JOIN pg_class ON relnamespace = pg_namespace.oid AND relname = tablename
         LEFT JOIN LATERAL (
           SELECT array_agg(attname::text ORDER BY place) AS key
             FROM (
               SELECT indexrelid, indkey FROM pg_index
                WHERE indrelid = pg_class.oid AND indisunique AND indpred IS NULL AND indexprs IS NULL
                ORDER BY indisprimary DESC, indexrelid LIMIT 1
             ) AS best, unnest(indkey) WITH ORDINALITY AS part (attnum, place)
             JOIN pg_attribute ON attrelid = pg_class.oid AND pg_attribute.attnum = part.attnum
         ) AS keys ON true
        WHERE pubname = $1
        ORDER BY 1, 2`,
      [publication],
    );
    return rows;
  } finally {
    await client.end();
  }
}
