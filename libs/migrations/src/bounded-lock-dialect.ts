/** Kysely's PostgreSQL dialect with a bounded wait for the migration lock: its own waits up to an hour, silently. */
import { type DialectAdapter, type Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely';

/** The number Kysely uses, so that a runner of an older version excludes ours too. */
const KYSELY_LOCK_ID = 3853314791062309107n;

class BoundedLockAdapter extends PostgresAdapter {
  /** The connection's own lock_timeout bounds the wait; without it a hung runner would block every start. */
  override async acquireMigrationLock(db: Kysely<unknown>): Promise<void> {
    await sql`SELECT pg_advisory_lock(${sql.lit(KYSELY_LOCK_ID)})`.execute(db);
  }
}

export class BoundedLockDialect extends PostgresDialect {
  override createAdapter(): DialectAdapter {
    return new BoundedLockAdapter();
  }
}
