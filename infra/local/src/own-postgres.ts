/** A PostgreSQL of one test's own, for settings that a server shared with others must not have. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceRoot } from './config.js';
import { stackFolders } from './folders.js';
import { startPostgres, THROW_AWAY_SETTINGS } from './postgres/server.js';
import { freePorts } from './processes/ports.js';
import { RunRecords } from './processes/run-records.js';
import { LAUNCHER } from './test-servers.js';

const NAME_BYTES = 4;

export interface OwnPostgres extends AsyncDisposable {
  /** Superuser URL, database postgres. */
  readonly adminUrl: string;
}

/** Starts it on throw-away data under var/test; dispose stops it and removes them. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const home = join(workspaceRoot, 'var/test', randomBytes(NAME_BYTES).toString('hex'));
  const folders = stackFolders(workspaceRoot, home);
  const records = new RunRecords(folders.runRecords);
  records.claim(LAUNCHER);
  const dispose = async () => {
    await records.stopAll();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const [port = 0] = await freePorts(1);
    const { adminUrl } = await startPostgres({
      dataDirectory: folders.postgresData,
      logFile: join(folders.logs, 'postgres.log'),
      port,
      superuserPassword: randomBytes(NAME_BYTES).toString('hex'),
      settings: THROW_AWAY_SETTINGS,
      records,
      signal: new AbortController().signal,
    });
    return { adminUrl, [Symbol.asyncDispose]: dispose };
  } catch (err) {
    await dispose();
    throw err;
  }
}
