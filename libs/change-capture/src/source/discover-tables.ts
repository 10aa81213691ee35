/** Which tables a publication has and what identifies their rows, from the source's catalogue. */
import { z } from 'zod';
import { quoteLiteral } from '../pgoutput/capture-plugin.js';
import { publicationMissing } from './publication-missing.js';
import { withSourceClient, type SourceAddress } from './source-client.js';
import type { PublishedTable } from './source-queries.js';

export interface DiscoveredTable extends PublishedTable {
  /** Published columns in the table's order: a publication may name a part of them. */
  readonly columns: readonly string[];
  /**
   * Columns of the primary key in key order; else those of the index that is the replica identity, or of the first
   * unique index over columns that are never null. Empty when nothing identifies a row.
   */
  readonly key: readonly string[];
}

const discoveredTable = z.object({
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
  key: z.array(z.string()),
});

/**
 * A partitioned table is one table when the publication says `publish_via_partition_root`, else each leaf is one: the
 * server's own view decides. Throws CaptureStop when the publication is missing.
 */
export async function discoverTables(address: SourceAddress, publication: string): Promise<readonly DiscoveredTable[]> {
  const name = quoteLiteral(publication);
  return withSourceClient(address, 'plain', async (client) => {
    const found = await client.query(`SELECT FROM pg_publication WHERE pubname = ${name}`);
    if (found.rows.length === 0) throw publicationMissing(publication);
    const { rows } = await client.query(DISCOVER.replace('$1', name));
    return z.array(discoveredTable).parse(rows);
  });
}

const DISCOVER = `
  SELECT p.schemaname AS schema, p.tablename AS table, to_json(p.attnames::text[]) AS columns,
    coalesce((
      SELECT json_agg(a.attname::text ORDER BY k.place)
      FROM unnest((
        SELECT i.indkey[0:i.indnkeyatts - 1]::int2[] FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
          AND i.indpred IS NULL AND i.indexprs IS NULL
          AND NOT EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.oid AND NOT n.attnotnull
            AND n.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]::int2[]))
        ORDER BY i.indisprimary DESC, i.indisreplident DESC, x.relname LIMIT 1
      )) WITH ORDINALITY k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    ), '[]') AS key
  FROM pg_publication_tables p
  JOIN pg_namespace s ON s.nspname = p.schemaname
  JOIN pg_class c ON c.relnamespace = s.oid AND c.relname = p.tablename
  WHERE p.pubname = $1
  ORDER BY 1, 2`;
