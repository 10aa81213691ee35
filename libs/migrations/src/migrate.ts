/** Brings a database to the newest schema: forward only, one runner at a time, each migration proved after it ran. */
import { Kysely } from 'kysely';
import { type MigrationResult, Migrator } from 'kysely/migration';
import pg from 'pg';
import { BoundedLockDialect } from './bounded-lock-dialect.js';
import { SqlFolderProvider } from './sql-folder-provider.js';

export interface MigrateOptions {
  /** The owner of the schema; a service role may not create tables. */
  readonly connectionString: string;
  /** Absolute path of the folder with `NNNN_name/` folders. */
  readonly directory: string;
  /** How long to wait for another runner, or for a table in use, before giving up. */
  readonly lockTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

export interface MigrationReport {
  /** The migrations that ran now, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
}

/** A migration did not run, or did not prove itself. Nothing of this run is left in the database. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
}

const LOCK_TIMEOUT_MS = 60_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Runs what has not run yet, all of it in one transaction, under Kysely's advisory lock: two processes that migrate at
 * once do so one after the other. Throws MigrationFailed, which names the migration.
 */
export async function migrate(options: MigrateOptions): Promise<MigrationReport> {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: 2,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    application_name: 'vendorflow-migrations',
  });
  // An idle connection that breaks is reported here; the migration itself reports through its own query.
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new BoundedLockDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: new SqlFolderProvider(options.directory) });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error !== undefined) throw new MigrationFailed(sentence(error, results), { cause: error });
    return { applied: results.map((result) => result.migrationName) };
  } finally {
    await db.destroy();
  }
}

function sentence(error: unknown, results: readonly MigrationResult[]): string {
  const failed = results.find((result) => result.status === 'Error');
  const reason = error instanceof Error ? error.message : String(error);
  return failed ? `Migration ${failed.migrationName} failed: ${reason}` : `Migrations did not run: ${reason}`;
}
