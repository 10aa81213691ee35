/** The connections for everything but posting: look-ups and registrations. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { DB } from './db.generated.js';
import { surviveBrokenConnections } from './survive-broken-connections.js';

export type PaymentsDatabase = Kysely<DB>;

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly maxConnections?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
}

const MAX_CONNECTIONS = 5;
const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const CLIENT_GRACE_MS = 1_000;

export function openDatabase(options: DatabaseOptions): PaymentsDatabase {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? MAX_CONNECTIONS,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + CLIENT_GRACE_MS,
    keepAlive: true,
    application_name: 'vendorflow-payments',
  });
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: surviveBrokenConnections(pool) }) });
}

/** Resolves when the database answers a query on the migrated schema; for readiness. */
export async function checkDatabase(db: PaymentsDatabase): Promise<void> {
  await db
    .selectFrom('wallets')
    .select(sql<number>`1`.as('one'))
    .limit(1)
    .execute();
}
