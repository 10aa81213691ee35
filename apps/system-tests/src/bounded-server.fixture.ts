/** A PostgreSQL server of its own, whose settings a test may spoil, with one published table. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts, RunRecords, startPostgres, THROW_AWAY_SETTINGS, workspaceRoot } from '@vf/local';
import pg from 'pg';

export interface BoundedServer extends AsyncDisposable {
  readonly url: string;
  /** A session that stays open. */
  readonly client: pg.Client;
  /** Fills up and leaves that many segments of 16 MiB. */
  writeSegments(count: number): Promise<void>;
}

const SCHEMA = `
  CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
  ALTER TABLE item REPLICA IDENTITY FULL;
  CREATE PUBLICATION shop_capture FOR TABLE item;`;

/** `maxSlotWalKeepSize` as PostgreSQL writes it: `64MB`; `settings` go over the usual ones. */
export async function boundedServer(
  maxSlotWalKeepSize: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<BoundedServer> {
  const parent = join(workspaceRoot, 'var/test');
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, 'bounded-'));
  const records = new RunRecords(join(home, 'run'));
  const [port = 0] = await freePorts(1);
  const { adminUrl } = await startPostgres({
    dataDirectory: join(home, 'postgres'),
    logFile: join(home, 'postgres.log'),
    port,
    superuserPassword: 'secret',
    settings: {
      ...THROW_AWAY_SETTINGS,
      shared_buffers: '16MB',
      max_slot_wal_keep_size: maxSlotWalKeepSize,
      ...settings,
    },
    records,
    signal: AbortSignal.timeout(60_000),
  });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(SCHEMA);
  return {
    url: adminUrl,
    client,
    writeSegments: async (count) => {
      for (let segment = 0; segment < count; segment += 1) {
        await client.query(`SELECT pg_logical_emit_message(false, 'test', 'filler')`);
        await client.query('SELECT pg_switch_wal()');
      }
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await records.stopAll();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
