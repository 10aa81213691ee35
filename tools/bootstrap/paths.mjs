import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const inRoot = (...parts) => join(root, ...parts);
