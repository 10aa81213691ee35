// How every generator of tools/checks ends: it writes the file, or with `--check` says that the committed one differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const isCheck = process.argv.includes('--check');

/**
 * The text goes to the file at `name`, a path from the root; `source` is what it is made from, for the message. With
 * `--check` nothing is written, and a difference makes the process exit with 1 at its end.
 */
export function settle(name, source, text) {
  const target = join(root, name);
  const committed = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (text === committed) return;
  if (isCheck) {
    console.error(`${name} is not what ${source}. Run: npm run generate`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`wrote ${name}`);
}

/** The same for a text that is to have the repository's format first. */
export async function settleFormatted(name, source, { text, parser }) {
  const options = await prettier.resolveConfig(join(root, name));
  settle(name, source, await prettier.format(text, { ...options, parser }));
}
