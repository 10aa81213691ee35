/** A published table as the catalogue has it: what the stream would say of it, and how it can be read in order. */
import type pg from 'pg';
import { z } from 'zod';
import { quoteIdentifier, quoteLiteral } from '../pgoutput/capture-plugin.js';
import type { Relation } from '../pgoutput/messages.js';
import type { TableName } from './snapshot-book.js';

export interface TableDescription {
  readonly relation: Relation;
  /** Columns of the primary key in their order, as places in the relation; empty without one. */
  readonly key: readonly number[];
  /** `FROM` and the publication's own row filter, as SQL. */
  readonly from: string;
  readonly filter: string | null;
  /** From the planner's statistics; null when it has none. */
  readonly estimatedRows: number | null;
}

const descriptionRow = z.object({
  id: z.coerce.number(),
  kind: z.string(),
  identity: z.string(),
  estimate: z.coerce.number(),
  filter: z.string().nullable(),
  columns: z.array(z.object({ name: z.string(), oid: z.number(), modifier: z.number() })),
  key: z.array(z.string()),
});

const PARTITIONED = 'p';
const FULL_IDENTITY = 'f';

/** Undefined when the publication does not have the table. */
export async function describeTable(
  client: pg.Client,
  publication: string,
  name: TableName,
): Promise<TableDescription | undefined> {
  const result = await client.query(sqlFor(publication, name));
  if (!result.rows[0]) return undefined;
  const row = descriptionRow.parse(result.rows[0]);
  const columns = row.columns.map(({ name: column, oid, modifier }) => ({
    name: column,
    typeOid: oid,
    typeModifier: modifier,
    inIdentity: row.identity === FULL_IDENTITY || row.key.includes(column),
  }));
  return {
    relation: { tag: 'relation', id: row.id, ...name, replicaIdentity: row.identity, columns },
    key: row.key.map((column) => columns.findIndex((candidate) => candidate.name === column)),
    // As the stream: the rows of a table without its children's, of a partitioned one those of its partitions.
    from: `${row.kind === PARTITIONED ? '' : 'ONLY '}${quoteIdentifier(name.schema)}.${quoteIdentifier(name.table)}`,
    filter: row.filter,
    estimatedRows: row.estimate < 0 ? null : row.estimate,
  };
}

const sqlFor = (publication: string, { schema, table }: TableName) => `
  SELECT c.oid::bigint AS id, c.relkind AS kind, c.relreplident AS identity, p.rowfilter AS filter,
    greatest(c.reltuples, (SELECT sum(l.reltuples) FROM pg_partition_tree(c.oid) t JOIN pg_class l ON l.oid = t.relid
      WHERE t.isleaf AND l.reltuples >= 0)) AS estimate,
    (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'oid', a.atttypid::bigint, 'modifier', a.atttypmod)
      ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname = ANY (p.attnames)) AS columns,
    coalesce((SELECT jsonb_agg(a.attname ORDER BY k.place) FROM pg_index i
      CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts), '[]') AS key
  FROM pg_publication_tables p
  JOIN pg_namespace n ON n.nspname = p.schemaname
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
  WHERE p.pubname = ${quoteLiteral(publication)} AND p.schemaname = ${quoteLiteral(schema)}
    AND p.tablename = ${quoteLiteral(table)}`;
