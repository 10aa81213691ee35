import { execFile } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { workspaceRoot } from '../config.js';
import { freePorts } from '../processes/ports.js';
import { RunRecords } from '../processes/run-records.js';
import { embeddedBinaries } from './binaries.js';
import { databaseUrl, provisionDatabases } from './provision.js';
import { chooseServerAccount } from './server-account.js';
import { PasswordLost, type PostgresOptions, startPostgres, THROW_AWAY_SETTINGS } from './server.js';

const TEST_TIMEOUT_MS = 60_000;
const CLOSED = 0o700;
const run = promisify(execFile);

describe('startPostgres', () => {
  let home: string;
  let records: RunRecords;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'vf-postgres-'));
    chmodSync(home, 0o755);
    records = new RunRecords(join(home, 'run'));
  });
  afterEach(async () => {
    await records.stopAll();
    rmSync(home, { recursive: true });
  });

  async function start(overrides: Partial<PostgresOptions> = {}) {
    const [port = 0] = await freePorts(1);
    return startPostgres({
      dataDirectory: join(home, 'postgres'),
      logFile: join(home, 'postgres.log'),
      port,
      superuserPassword: 'secret',
      settings: THROW_AWAY_SETTINGS,
      records,
      signal: new AbortController().signal,
      ...overrides,
    });
  }
  async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it(
    'keeps its data over a kill of the server, and writes logical WAL with a bound',
    async () => {
      const first = await start();
      expect(await query(first.adminUrl, 'SHOW wal_level')).toEqual([{ wal_level: 'logical' }]);
      expect(await query(first.adminUrl, 'SHOW max_slot_wal_keep_size')).toEqual([{ max_slot_wal_keep_size: '2GB' }]);
      await query(first.adminUrl, 'CREATE TABLE kept AS SELECT 1 AS id');
      first.process.kill();
      await first.process.exited;
      const second = await start();
      expect(await query(second.adminUrl, 'SELECT * FROM kept')).toEqual([{ id: 1 }]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'lets nobody in without the password, and says what to do when it is lost',
    async () => {
      const first = await start();
      await first.process.stop();
      await expect(start({ superuserPassword: 'another' })).rejects.toThrow(PasswordLost);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'runs below a folder that is closed to every other user',
    async () => {
      const closed = join(home, 'closed');
      mkdirSync(closed, { mode: CLOSED });
      const installed = await embeddedBinaries();
      const native = dirname(dirname(installed.postgres));
      cpSync(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
      const bin = join(closed, 'native', 'bin');
      const { process: server, adminUrl } = await start({
        dataDirectory: join(closed, 'data'),
        binaries: { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') },
      });
      expect(await query(adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
      expect(statSync(closed).mode & 0o777).toBe(CLOSED);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'runs for a launcher that is not root',
    async () => {
      const launcher = fileURLToPath(new URL('../../fixtures/run-postgres.mjs', import.meta.url));
      const program = process.execPath;
      const account = await chooseServerAccount({ program, folder: workspaceRoot, dataDirectory: '/nonexistent' });
      if (account.owner) chownSync(home, account.owner.uid, account.owner.gid);
      rmSync(join(home, 'run'), { recursive: true });
      const [port = 0] = await freePorts(1);
      const [command, ...args] = [...account.prefix, program, launcher, join(home, 'postgres'), String(port)];
      const { stdout } = await run(command, args, { cwd: '/', timeout: TEST_TIMEOUT_MS, ...account.user });
      const uid = account.owner?.uid ?? process.getuid?.();
      expect(stdout).toBe(`server runs as ${uid}, launcher as ${uid}\n`);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'gives each service role its own database and no other',
    async () => {
      const { adminUrl } = await start();
      const provision = () =>
        provisionDatabases({
          adminUrl,
          sqlDirectory: join(workspaceRoot, 'infra/postgres'),
          passwordOf: (role) => `password of ${role}`,
        });
      const cluster = await provision();
      expect(await provision()).toBe(cluster);
      const login = { role: 'fraud_service', password: 'password of fraud_service' } as const;
      expect(await query(databaseUrl(adminUrl, 'fraud', login), 'SELECT current_user')).toEqual([
        { current_user: 'fraud_service' },
      ]);
      await expect(query(databaseUrl(adminUrl, 'vendorflow', login), 'SELECT 1')).rejects.toThrow('permission denied');
      const roles = await query(
        adminUrl,
        "SELECT rolname FROM pg_roles WHERE rolreplication AND rolname LIKE '%service'",
      );
      expect(roles).toEqual([{ rolname: 'capture_service' }]);
    },
    TEST_TIMEOUT_MS,
  );
});
