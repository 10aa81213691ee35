/** A fresh projection database per caller, and the little that the transport does: positions. */
import pg from 'pg';
import { migrate } from '@vf/migrations';
import { templateDatabase } from '@vf/testing';
import { migrationsDirectory } from '../migrations-directory.js';
import { ledgerDatabase, type LedgerDatabase } from './ledger-database.js';

const template = templateDatabase({
  name: 'ledger',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

export const GROUP = 'ledger-projection';

export interface TestLedgerDatabase extends AsyncDisposable {
  /** As the service logs in. */
  readonly db: LedgerDatabase;
  readonly clear: () => Promise<void>;
  /** As the transport leaves it after applying records up to this offset. */
  readonly setPosition: (topic: string, partition: number, nextOffset: bigint) => Promise<void>;
}

export async function openLedgerDatabase(): Promise<TestLedgerDatabase> {
  const database = await template.create();
  const db = ledgerDatabase(openPool(database.urlFor('projection_service'), 4));
  const owner = openPool(database.url, 1);
  return {
    db,
    clear: async () => {
      await owner.query('TRUNCATE entry, wallet, payment, progress, rewriting_epoch, consumer_position');
    },
    setPosition: async (topic, partition, nextOffset) => {
      await owner.query(
        `INSERT INTO consumer_position (group_id, topic, topic_incarnation, partition, partition_count, next_offset)
         VALUES ($1, $2, 'one', $3, 16, $4)
         ON CONFLICT (group_id, topic, topic_incarnation, partition) DO UPDATE SET next_offset = excluded.next_offset`,
        [GROUP, topic, partition, nextOffset.toString()],
      );
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.destroy(), owner.end()]);
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Dropping the database ends connections that are still closing; what those report then is of no interest. */
function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}
