import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';
import type { DB } from './db.generated.js';

export type FraudDatabase = Kysely<DB>;
export type FraudTransaction = Transaction<DB>;
export type FraudTables = DB;

/** The fraud database over a pool; destroying it ends the pool. */
export function fraudDatabase(pool: pg.Pool): FraudDatabase {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
}
