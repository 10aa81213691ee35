/** Brings the fraud database to this version's schema, and exits. Run it before the service of this version. */
import { migrationsDirectory } from '@vf/fraud';
import { migrate } from '@vf/migrations';
import { runMain } from '@vf/platform';
import { migrationConfig } from './config.js';

await runMain(async () => {
  const { MIGRATION_DATABASE_URL: connectionString } = migrationConfig();
  const { applied } = await migrate({ connectionString, directory: migrationsDirectory });
  process.stdout.write(applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'up to date\n');
  return 0;
});
