/** A PostgreSQL of one test's or bench's own, for settings that a server shared with others must not have. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { workspaceRoot } from './config.js';
import { startPostgres, THROW_AWAY_SETTINGS, type PostgresSettings } from './postgres/server.js';
import { freePorts } from './processes/ports.js';
import { throwAwayHome } from './processes/throw-away-home.js';

const PASSWORD_BYTES = 4;

export interface OwnPostgres extends AsyncDisposable {
  /** Superuser URL, database postgres. */
  readonly adminUrl: string;
}

/** Starts it on throw-away data below var; dispose stops it and removes them. `settings` go over the usual ones. */
export async function startOwnPostgres(settings: PostgresSettings = {}): Promise<OwnPostgres> {
  const { folder, records, remove } = await throwAwayHome(join(workspaceRoot, 'var/test-postgres'));
  try {
    const [port = 0] = await freePorts(1);
    const { adminUrl } = await startPostgres({
      dataDirectory: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      port,
      superuserPassword: randomBytes(PASSWORD_BYTES).toString('hex'),
      settings: { ...THROW_AWAY_SETTINGS, ...settings },
      records,
      signal: new AbortController().signal,
    });
    return { adminUrl, [Symbol.asyncDispose]: remove };
  } catch (err) {
    await remove();
    throw err;
  }
}
