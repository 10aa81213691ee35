export { migrationsDirectory } from './migrations-directory.js';
