/** What capture asks the source about itself. */
import pg from 'pg';
import { z } from 'zod';
import { parseLsn } from '../lsn.js';
import { quoteIdentifier, quoteLiteral } from '../pgoutput/capture-plugin.js';
import type { LeftTimeline, SlotState, SourceState } from '../position/start-decision.js';

const lsnText = z.string().transform(parseLsn);

async function oneRow<S extends z.ZodType>(client: pg.Client, sql: string, shape: S): Promise<z.output<S>> {
  const result = await client.query(sql);
  return shape.parse(result.rows[0]);
}

const systemRow = z.object({ systemid: z.string(), timeline: z.coerce.number(), dbname: z.string() });

const slotRow = z.object({
  plugin: z.string().nullable(),
  database: z.string().nullable(),
  confirmed_flush_lsn: lsnText.nullable(),
  wal_status: z.string().nullable(),
  /** From PostgreSQL 17 on. */
  invalidation_reason: z.string().nullable().optional(),
  failover: z.boolean().optional(),
});

/** Needs a replication connection. */
export async function readSource(client: pg.Client, slot: string): Promise<SourceState> {
  const system = await oneRow(client, 'IDENTIFY_SYSTEM', systemRow);
  return {
    systemIdentifier: system.systemid,
    timeline: system.timeline,
    history: await readHistory(client, system.timeline),
    database: system.dbname,
    walLsn: await readWalEnd(client),
    slot: await readSlot(client, slot),
  };
}

const FIRST_TIMELINE = 1;
/** Of a server that was given its timeline by other means than a promotion: its past is unknown. */
const NO_SUCH_FILE = '58P01';
/** `timeline <tab> LSN at which it was left <tab> reason`. */
const HISTORY_LINE = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/gim;

/** Of type bytea before PostgreSQL 15. */
const historyRow = z.object({ content: z.union([z.string(), z.instanceof(Buffer)]) });

/** The timelines before the present one. Needs a replication connection. */
async function readHistory(client: pg.Client, timeline: number): Promise<readonly LeftTimeline[]> {
  if (timeline === FIRST_TIMELINE) return [];
  try {
    const { content } = await oneRow(client, `TIMELINE_HISTORY ${String(timeline)}`, historyRow);
    const lines = content.toString().matchAll(HISTORY_LINE);
    return [...lines].map(([, left, end = '']) => ({ timeline: Number(left), endLsn: parseLsn(end) }));
  } catch (err) {
    if (err instanceof pg.DatabaseError && err.code === NO_SUCH_FILE) return [];
    throw err;
  }
}

/** Whether the server is a standby that replays another one's log. */
export async function isStandby(client: pg.Client): Promise<boolean> {
  const row = await oneRow(client, 'SELECT pg_is_in_recovery() AS standby', z.object({ standby: z.boolean() }));
  return row.standby;
}

async function readWalEnd(client: pg.Client): Promise<bigint> {
  const row = await oneRow(client, 'SELECT pg_current_wal_insert_lsn() AS wal_lsn', z.object({ wal_lsn: lsnText }));
  return row.wal_lsn;
}

async function readSlot(client: pg.Client, slot: string): Promise<SlotState | undefined> {
  const result = await client.query<{ slot: unknown }>(
    `SELECT to_jsonb(s) AS slot FROM pg_replication_slots s WHERE slot_name = ${quoteLiteral(slot)}`,
  );
  if (!result.rows[0]) return undefined;
  const row = slotRow.parse(result.rows[0].slot);
  return {
    plugin: row.plugin ?? '',
    database: row.database ?? '',
    confirmedLsn: row.confirmed_flush_lsn ?? 0n,
    walStatus: row.wal_status ?? 'lost',
    invalidationReason: row.invalidation_reason ?? null,
    failover: row.failover ?? false,
  };
}

export interface ServerSettings {
  readonly walLevel: string;
  /** 180004 for 18.4. */
  readonly version: number;
  /** 0 stands for no limit. */
  readonly walSenderTimeoutMs: number;
  /** End of the log as of now: every commit so far lies before it. */
  readonly walLsn: bigint;
}

const settingsRow = z
  .object({
    wal_level: z.string(),
    version: z.coerce.number(),
    wal_sender_timeout: z.coerce.number(),
    wal_lsn: lsnText,
  })
  .transform((row) => ({
    walLevel: row.wal_level,
    version: row.version,
    walSenderTimeoutMs: row.wal_sender_timeout,
    walLsn: row.wal_lsn,
  }));

export async function readServerSettings(client: pg.Client): Promise<ServerSettings> {
  const sql = `SELECT current_setting('wal_level') AS wal_level, pg_current_wal_insert_lsn() AS wal_lsn,
      current_setting('server_version_num') AS version,
      (SELECT setting FROM pg_settings WHERE name = 'wal_sender_timeout') AS wal_sender_timeout`;
  return oneRow(client, sql, settingsRow);
}

export interface PublishedTable {
  readonly schema: string;
  readonly table: string;
}

const publicationRow = z.object({
  found: z.boolean(),
  tables: z.array(z.object({ schema: z.string(), table: z.string() })),
});

/** The tables of a publication, or undefined when there is no such publication. */
export async function readPublication(client: pg.Client, name: string): Promise<readonly PublishedTable[] | undefined> {
  const publication = quoteLiteral(name);
  const sql = `SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = ${publication}) AS found,
      coalesce((SELECT jsonb_agg(jsonb_build_object('schema', schemaname, 'table', tablename))
        FROM pg_publication_tables WHERE pubname = ${publication}), '[]') AS tables`;
  const row = await oneRow(client, sql, publicationRow);
  return row.found ? row.tables : undefined;
}

/** Whether the table has no row in the snapshot of the connection's transaction. */
export async function isEmpty(client: pg.Client, table: PublishedTable): Promise<boolean> {
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.table)}`;
  const row = await oneRow(client, `SELECT EXISTS (SELECT FROM ${name}) AS filled`, z.object({ filled: z.boolean() }));
  return !row.filled;
}
