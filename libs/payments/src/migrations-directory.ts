import { fileURLToPath } from 'node:url';

/** Absolute path of this context's migrations; the same from sources and from the build, one level below the project. */
export const migrationsDirectory = fileURLToPath(new URL('../migrations', import.meta.url));
