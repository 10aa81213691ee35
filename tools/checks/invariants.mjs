// docs/invariants.md names the test that holds each invariant; a test that was renamed or removed would leave a promise
// that nothing keeps. Each row's `file`: title must be found in that file, and no invariant may be listed twice.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const HELD_BY = /`([^`]+\.test\.ts)`: ([^|]+?) *\|/g;

const text = readFileSync(join(root, 'docs/invariants.md'), 'utf8');
const held = [...text.matchAll(HELD_BY)].map(([, file, title]) => ({ file, title }));
const broken = held.filter(({ file, title }) => {
  const path = join(root, file);
  return !existsSync(path) || !readFileSync(path, 'utf8').includes(title);
});
for (const { file, title } of broken) console.error(`docs/invariants.md: no test "${title}" in ${file}`);
const names = [...text.matchAll(/^\| ([A-Z]+\d+) /gm)].map(([, name]) => name);
const doubled = names.filter((name, at) => names.indexOf(name) !== at);
for (const name of doubled) console.error(`docs/invariants.md: ${name} is listed twice`);
// None at all would mean that the form of the document has changed and nothing is checked any more.
if (held.length === 0) console.error('docs/invariants.md names no test');
process.exit(broken.length + doubled.length > 0 || held.length === 0 ? 1 : 0);
