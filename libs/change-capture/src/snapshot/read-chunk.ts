/**
 * Reads one chunk of a table along its primary key, and the server's snapshot that it was read in. Rows come as text, by
 * the same output functions and settings as in the stream, so that a value has one form wherever it comes from.
 */
import type pg from 'pg';
import { z } from 'zod';
import { quoteIdentifier, quoteLiteral } from '../pgoutput/capture-plugin.js';
import type { Relation } from '../pgoutput/messages.js';
import { ChunkRows } from './chunk-rows.js';
import { PgSnapshot } from './pg-snapshot.js';
import type { TableName } from './snapshot-book.js';
import { describeTable, type TableDescription } from './table-description.js';

export interface ChunkToRead extends TableName {
  readonly publication: string;
  /** First key, included. */
  readonly from: readonly string[] | undefined;
  /** Last key, included; undefined until the first chunk has found it, null when there is no row at all. */
  readonly until: readonly string[] | null | undefined;
  /** Last key asked for, included. */
  readonly to: readonly string[] | undefined;
  /** The last key that is done. */
  readonly after: readonly string[] | null;
  readonly maxRows: number;
  /** Of the values' text; a single row may exceed it. */
  readonly maxBytes: number;
}

export interface Chunk {
  readonly relation: Relation;
  readonly rows: ChunkRows;
  /** The last key of the chunk; null for an empty one. */
  readonly lastKey: readonly string[] | null;
  readonly until: readonly string[] | null;
  /** Nothing of the table is left. */
  readonly isLast: boolean;
}

/** The table can not be read in chunks; the sentence says why. */
export class TableUnreadable extends Error {
  override readonly name = 'TableUnreadable';
}

const snapshotRow = z.object({ snapshot: z.string() });
/** Rows asked for before their size is known. */
const FIRST_FETCH = 16;

/** Every value as the text the server sends. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (value: string) => value };

/**
 * `judge` sees the snapshot before anything is read and says whether the read may be used; undefined is returned when
 * not. Throws TableUnreadable.
 */
export async function readChunk(
  client: pg.Client,
  wanted: ChunkToRead,
  judge: (snapshot: PgSnapshot) => boolean,
): Promise<Chunk | undefined> {
  const table = `${quoteIdentifier(wanted.schema)}.${quoteIdentifier(wanted.table)}`;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // Before the snapshot is taken: columns cannot change, and a truncate cannot empty the table under the snapshot.
    await client.query(`LOCK TABLE ${table} IN ACCESS SHARE MODE`);
    if (!judge(await currentSnapshot(client))) return undefined;
    const description = await describeTable(client, wanted.publication, wanted);
    if (!description) throw new TableUnreadable(`table ${table} is not published any more`);
    if (description.key.length === 0) throw new TableUnreadable(`table ${table} has no primary key to read along`);
    return await readRows(client, wanted, description);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** The snapshot of the connection's transaction, or of this moment outside of one. */
export async function currentSnapshot(client: pg.Client): Promise<PgSnapshot> {
  const result = await client.query('SELECT pg_current_snapshot()::text AS snapshot');
  return PgSnapshot.parse(snapshotRow.parse(result.rows[0]).snapshot);
}

/** Whether there is a row to read as of now. A table that is not published any more counts as one with rows. */
export async function hasRows(client: pg.Client, publication: string, table: TableName): Promise<boolean> {
  const description = await describeTable(client, publication, table);
  if (!description) return true;
  const found = await textRows(client, `SELECT 1 FROM ${description.from} ${where(description, [])} LIMIT 1`);
  return found.length > 0;
}

async function readRows(client: pg.Client, wanted: ChunkToRead, description: TableDescription): Promise<Chunk> {
  const { relation } = description;
  const rows = new ChunkRows(relation.columns.length);
  const until = wanted.until === undefined ? await lastKey(client, wanted, description) : wanted.until;
  const nothing = { relation, rows, lastKey: null, until, isLast: true };
  if (until === null) return nothing;
  await client.query(`DECLARE chunk NO SCROLL CURSOR FOR ${selectRows(wanted, description, until)}`);
  let last: readonly (string | null)[] | undefined;
  let exhausted = false;
  while (!exhausted && rows.count < wanted.maxRows && rows.bytes < wanted.maxBytes) {
    const count = nextFetch(rows, wanted);
    const fetched = await textRows(client, `FETCH ${count} FROM chunk`);
    for (const row of fetched) rows.append(row);
    last = fetched.at(-1) ?? last;
    exhausted = fetched.length < count;
  }
  if (!last) return nothing;
  const key = keyOf(last, description);
  return { ...nothing, lastKey: key, isLast: exhausted || key.every((value, place) => value === until[place]) };
}

/** As many rows as are likely to fit. */
function nextFetch(rows: ChunkRows, { maxRows, maxBytes }: ChunkToRead): number {
  const left = maxRows - rows.count;
  if (rows.count === 0) return Math.min(left, FIRST_FETCH);
  const fitting = Math.ceil((maxBytes - rows.bytes) / Math.max(1, rows.bytes / rows.count));
  return Math.max(1, Math.min(left, fitting));
}

/** The last key there is: what is added behind it from now on is streamed, so a snapshot of a growing table ends. */
async function lastKey(
  client: pg.Client,
  wanted: ChunkToRead,
  description: TableDescription,
): Promise<readonly string[] | null> {
  const conditions = [bound(description, '>=', wanted.from), bound(description, '<=', wanted.to)];
  const order = keyColumns(description).map((column) => `${column} DESC`);
  const sql = `SELECT ${selectList(description)} FROM ${description.from} ${where(description, conditions)}
    ORDER BY ${order.join(', ')} LIMIT 1`;
  const [row] = await textRows(client, sql);
  return row ? keyOf(row, description) : null;
}

function selectRows(wanted: ChunkToRead, description: TableDescription, until: readonly string[]): string {
  const start = wanted.after ? bound(description, '>', wanted.after) : bound(description, '>=', wanted.from);
  // The limit tells the planner that few rows are wanted: it then follows the index and does not sort the whole table.
  return `SELECT ${selectList(description)} FROM ${description.from}
    ${where(description, [start, bound(description, '<=', until)])}
    ORDER BY ${keyColumns(description).join(', ')} LIMIT ${wanted.maxRows}`;
}

const selectList = ({ relation }: TableDescription) =>
  relation.columns.map(({ name }) => quoteIdentifier(name)).join(', ');

const keyColumns = ({ relation, key }: TableDescription) =>
  key.map((place) => quoteIdentifier(relation.columns[place]?.name ?? ''));

/** A comparison of whole keys, which one index scan answers. Throws TableUnreadable when the key has changed its shape. */
function bound(description: TableDescription, operator: string, key: readonly string[] | undefined): string | null {
  if (!key) return null;
  const columns = keyColumns(description);
  if (columns.length !== key.length) {
    throw new TableUnreadable(`a key of ${key.length} values does not fit the primary key (${columns.join(', ')})`);
  }
  return `(${columns.join(', ')}) ${operator} (${key.map(quoteLiteral).join(', ')})`;
}

function where({ filter }: TableDescription, conditions: readonly (string | null)[]): string {
  const all = [filter && `(${filter})`, ...conditions].filter((condition) => condition !== null);
  return all.length > 0 ? `WHERE ${all.join(' AND ')}` : '';
}

async function textRows(client: pg.Client, text: string): Promise<(string | null)[][]> {
  const result = await client.query<(string | null)[]>({ text, rowMode: 'array', types: asText });
  return result.rows;
}

const keyOf = (row: readonly (string | null)[], { key }: TableDescription): string[] =>
  key.map((place) => row[place] ?? '');
