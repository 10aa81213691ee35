/** A primary and its physical standby, which keeps copies of failover slots: PostgreSQL servers of a test's own. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  freePorts,
  RunRecords,
  startPostgres,
  THROW_AWAY_SETTINGS,
  workspaceRoot,
  type RunningPostgres,
} from '@vf/local';
import pg from 'pg';

export interface StandbyPair extends AsyncDisposable {
  readonly primary: ServerOfPair;
  readonly standby: ServerOfPair;
  /** Immediate shutdown of the primary, as after a power cut. Resolves when it is gone. */
  killPrimary(): Promise<void>;
}

export interface ServerOfPair {
  /** Superuser URL. */
  readonly url: string;
  readonly port: number;
  query(sql: string): Promise<Record<string, unknown>[]>;
}

/** Of the standby: the primary keeps log for it, and holds logical streams back until it has what they are sent. */
const STANDBY_SLOT = 'standby_1';
const PASSWORD = 'secret';
const START_LIMIT_MS = 60_000;
const run = promisify(execFile);

/** Both are up when it resolves, and `schema` is on both. */
export async function standbyPair(schema: string): Promise<StandbyPair> {
  const parent = join(workspaceRoot, 'var/test');
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, 'standby-'));
  const records = ['primary', 'standby'].map((name) => new RunRecords(join(home, 'run', name)));
  const [primaryPort = 0, standbyPort = 0] = await freePorts(2);
  const start = (name: 'primary' | 'standby', settings: Readonly<Record<string, string>>) =>
    startPostgres({
      dataDirectory: join(home, name),
      logFile: join(home, `${name}.log`),
      port: name === 'primary' ? primaryPort : standbyPort,
      superuserPassword: PASSWORD,
      settings: { ...THROW_AWAY_SETTINGS, shared_buffers: '16MB', ...settings },
      records: records[name === 'primary' ? 0 : 1] ?? new RunRecords(join(home, 'run')),
      signal: AbortSignal.timeout(START_LIMIT_MS),
    });
  const remove = async () => {
    await Promise.all(records.map((ofServer) => ofServer.stopAll()));
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const running = await start('primary', { synchronized_standby_slots: STANDBY_SLOT });
    const primary = serverOf(running, primaryPort);
    await primary.query(schema);
    await primary.query(`SELECT pg_create_physical_replication_slot('${STANDBY_SLOT}', true)`);
    await backUp(primary, join(home, 'primary'), join(home, 'standby'));
    const standby = await start('standby', {
      primary_conninfo: `host=127.0.0.1 port=${String(primaryPort)} user=postgres password=${PASSWORD} dbname=postgres`,
      primary_slot_name: STANDBY_SLOT,
      hot_standby_feedback: 'on',
      sync_replication_slots: 'on',
    });
    return {
      primary,
      standby: serverOf(standby, standbyPort),
      killPrimary: async () => {
        process.kill(running.process.pid, 'SIGQUIT');
        await running.process.exited;
      },
      [Symbol.asyncDispose]: remove,
    };
  } catch (err) {
    await remove();
    throw err;
  }
}

function serverOf({ adminUrl }: RunningPostgres, port: number): ServerOfPair {
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return { url: adminUrl, port, query };
}

/** What pg_basebackup does, which the embedded servers come without. */
async function backUp(primary: ServerOfPair, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query(`SELECT pg_backup_start('standby', true)`);
    await run('cp', ['-Rp', from, to]);
    const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
    for (const name of ['postmaster.pid', 'postmaster.opts', 'pg_replslot']) {
      rmSync(join(to, name), { recursive: true, force: true });
    }
    await run('cp', ['-p', join(to, 'PG_VERSION'), join(to, 'standby.signal')]);
    await run('cp', ['-p', join(to, 'PG_VERSION'), join(to, 'backup_label')]);
    writeFileSync(join(to, 'backup_label'), rows[0]?.labelfile ?? '');
    await run('cp', ['-Rp', join(to, 'pg_notify'), join(to, 'pg_replslot')]);
  } finally {
    await client.end();
  }
}
