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
  const db = ledgerDatabase(new pg.Pool({ connectionString: database.urlFor('projection_service'), max: 4 }));
  const owner = new pg.Pool({ connectionString: database.url, max: 1 });
  return {
    db,
    clear: async () => {
      await owner.query('TRUNCATE entry, wallet, payment, progress, consumer_position');
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
