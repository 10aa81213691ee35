/** A small source: one table of rows, one outbox, a publication of both, and another table that is published alone. */
import { fileURLToPath } from 'node:url';
import { eventually, templateDatabase, type TestDatabase, withConnection } from '@vf/testing';
import pg from 'pg';
import type { TablePlan } from './encode/table-plan.js';

const SCHEMA = `
  CREATE TABLE thing (id bigint PRIMARY KEY, owner text NOT NULL, note text);
  ALTER TABLE thing REPLICA IDENTITY FULL;
  CREATE TABLE announcement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, about text NOT NULL, owner text NOT NULL, payload jsonb NOT NULL);
  CREATE TABLE unlisted (id bigint PRIMARY KEY);
  CREATE PUBLICATION fixture_capture FOR TABLE thing, announcement;
  GRANT SELECT ON thing, announcement TO capture_service;
`;

export const PUBLICATION = 'fixture_capture';

const template = templateDatabase({
  name: 'capture_fixture',
  inputs: [fileURLToPath(import.meta.url)],
  prepare: async (url) => {
    await withClient(url, (client) => client.query(SCHEMA));
  },
});

export const withClient = <T>(url: string, work: (client: pg.Client) => Promise<T>) => withConnection(work, url);

export interface SourceDatabase extends AsyncDisposable {
  readonly database: TestDatabase;
  /** As the capture role. */
  readonly captureUrl: string;
  /** Unique in the cluster. */
  readonly slot: string;
  query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]>;
}

/** A database of its own with a connection as its owner. */
export async function sourceDatabase(): Promise<SourceDatabase> {
  const database = await template.create();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    database,
    captureUrl: database.urlFor('capture_service'),
    slot: `slot_${database.name}`,
    query: async <Row extends pg.QueryResultRow>(sql: string) => (await client.query<Row>(sql)).rows,
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

export const tablePlans = (prefix: string): readonly TablePlan[] => [
  {
    mode: 'envelope',
    schema: 'public',
    table: 'thing',
    topic: `${prefix}.public.thing`,
    partitions: 4,
    key: ['id'],
    routedBy: 'owner',
  },
  {
    mode: 'outbox',
    schema: 'public',
    table: 'announcement',
    topic: `${prefix}.announcements`,
    partitions: 2,
    key: 'about',
    routedBy: 'owner',
    payload: 'payload',
  },
];

/** Confirmed position of the database's slot, `X/Y`. */
export async function confirmedLsn(source: SourceDatabase): Promise<string> {
  const [row] = await source.query<{ lsn: string }>(
    `SELECT confirmed_flush_lsn AS lsn FROM pg_replication_slots WHERE slot_name = '${source.slot}'`,
  );
  return row?.lsn ?? 'no slot';
}

export const createSlot = (source: SourceDatabase) =>
  source.query(`SELECT pg_create_logical_replication_slot('${source.slot}', 'pgoutput')`);

/** The server may take a moment to see that a reader is gone. */
export async function slotIsFree(source: SourceDatabase): Promise<void> {
  await eventually(async () => {
    const active = await source.query(
      `SELECT FROM pg_replication_slots WHERE slot_name = '${source.slot}' AND active_pid IS NOT NULL`,
    );
    if (active.length > 0) throw new Error('the slot is still in use');
  });
}
