/** A fresh vendorflow database per caller, cloned from a template that has all migrations. */
import { migrate } from '@vf/migrations';
import { templateDatabase } from '@vf/testing';
import { migrationsDirectory } from '../migrations-directory.js';

export const paymentsDatabase = templateDatabase({
  name: 'payments',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});
