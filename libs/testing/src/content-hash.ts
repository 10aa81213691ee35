import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Hash (hex) over the names and bytes of files and folders, independent of where they lie and of listing order. */
export async function contentHash(inputs: readonly string[], salt: string): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const input of inputs) {
    for (const { name, path } of await filesUnder(input)) {
      hash.update(`\0${name}\0`).update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

async function filesUnder(input: string): Promise<{ name: string; path: string }[]> {
  if (!(await stat(input)).isDirectory()) return [{ name: '', path: input }];
  const entries = await readdir(input, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: path.slice(input.length), path }));
}
