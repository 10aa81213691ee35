/** A fresh fraud database per caller, cloned from a template that has all migrations. */
import pg from 'pg';
import { migrate } from '@vf/migrations';
import { templateDatabase } from '@vf/testing';
import { migrationsDirectory } from '../migrations-directory.js';
import { fraudDatabase, type FraudDatabase } from './fraud-database.js';

const template = templateDatabase({
  name: 'fraud',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

export interface TestFraudDatabase extends AsyncDisposable {
  /** As the service logs in. */
  readonly db: FraudDatabase;
  /** As the owner of the schema. */
  readonly owner: pg.Pool;
}

export async function openFraudDatabase(): Promise<TestFraudDatabase> {
  const database = await template.create();
  const db = fraudDatabase(openPool(database.urlFor('fraud_service'), 4));
  const owner = openPool(database.url, 1);
  return {
    db,
    owner,
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
