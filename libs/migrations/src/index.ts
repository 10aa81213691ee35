export { MigrationFailed, migrate, type MigrateOptions, type MigrationReport } from './migrate.js';
