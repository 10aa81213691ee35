import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';
import type { DB } from './db.generated.js';

export type LedgerDatabase = Kysely<DB>;
export type LedgerTransaction = Transaction<DB>;
export type LedgerTables = DB;

/** The projection's database over a pool; destroying it ends the pool. */
export function ledgerDatabase(pool: pg.Pool): LedgerDatabase {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
