/** The database that both sides capture: made for one comparison from the script's setups, dropped after it. */
import { parseLsn } from '@vf/change-capture';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ScriptCase, ScriptStep } from './script.js';

export const PUBLICATION = 'compat';
/** A row of it tells that all before has been captured. */
export const MARKER_TABLE = 'compat_marker';
const NAME_BYTES = 4;

export interface SourceDatabase extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  createSlot(slot: string): Promise<void>;
  run(step: ScriptStep): Promise<void>;
  /** Writes the next marker row, with the name of the case that it is in, and gives how many there are now. */
  mark(caseName?: string): Promise<number>;
  /** Where the write-ahead log is now: what was committed before has a lower commit LSN. */
  logPosition(): Promise<bigint>;
}

/** `prepare` makes what the cases' setups rely on. */
export async function createSourceDatabase(
  adminUrl: string,
  cases: readonly ScriptCase[],
  partitionsByRoot: boolean,
  prepare: (url: string) => Promise<void> = () => Promise.resolve(),
): Promise<SourceDatabase> {
  const name = `compat_${randomBytes(NAME_BYTES).toString('hex')}`;
  await withClient(adminUrl, (admin) => admin.query(`CREATE DATABASE ${name}`));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  // A slot keeps its database from being dropped, also with FORCE.
  const drop = async () => {
    await client.end();
    await withClient(adminUrl, async (admin) => {
      await admin.query(
        `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = $1 AND active`,
        [name],
      );
      await dropSlots(admin, name);
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  };
  try {
    await prepare(url.href);
    await setUp(client, cases, partitionsByRoot);
  } catch (err) {
    await drop();
    throw err;
  }
  let marks = 0;
  return {
    name,
    url: url.href,
    createSlot: async (slot) => {
      await client.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [slot]);
    },
    run: async ({ sql }) => {
      await client.query(sql);
    },
    mark: async (caseName = '') => {
      marks += 1;
      await client.query(`INSERT INTO ${MARKER_TABLE} VALUES ($1, $2)`, [marks, caseName]);
      return marks;
    },
    logPosition: async () => {
      const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
      return parseLsn(rows[0]?.lsn ?? '');
    },
    [Symbol.asyncDispose]: drop,
  };
}

async function setUp(client: pg.Client, cases: readonly ScriptCase[], partitionsByRoot: boolean): Promise<void> {
  await client.query(`CREATE TABLE ${MARKER_TABLE} (id integer PRIMARY KEY, case_name text NOT NULL)`);
  for (const { setup } of cases) await client.query(setup);
  const tables = await publishedTables(client, cases);
  await client.query(
    `CREATE PUBLICATION ${PUBLICATION} FOR TABLE ${tables} WITH (publish_via_partition_root = ${partitionsByRoot})`,
  );
}

async function publishedTables(client: pg.Client, cases: readonly ScriptCase[]): Promise<string> {
  const published = new Map(cases.flatMap((scriptCase) => [...scriptCase.published]));
  const unpublished = new Set(cases.flatMap((scriptCase) => scriptCase.unpublished));
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name
       FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
      WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname !~ '^pg_' AND nspname <> 'information_schema'
      ORDER BY 1`,
  );
  return rows
    .filter(({ name }) => !unpublished.has(name))
    .map(({ name }) => `${name} ${published.get(name) ?? ''}`)
    .join(', ');
}

const DROP_ATTEMPTS = 50;
const DROP_PAUSE_MS = 100;

/** Their streams have been told to end and take a moment. */
async function dropSlots(admin: pg.Client, database: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await admin.query(`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = $1`, [
        database,
      ]);
      return;
    } catch (err) {
      if (attempt === DROP_ATTEMPTS) throw err;
      await new Promise((resolve) => setTimeout(resolve, DROP_PAUSE_MS));
    }
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
