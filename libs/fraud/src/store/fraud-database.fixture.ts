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
  const db = fraudDatabase(new pg.Pool({ connectionString: database.urlFor('fraud_service'), max: 4 }));
  const owner = new pg.Pool({ connectionString: database.url, max: 1 });
  return {
    db,
    owner,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.destroy(), owner.end()]);
      await database[Symbol.asyncDispose]();
    },
  };
}
