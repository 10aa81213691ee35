import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { it } from 'node:test';

const docs = new URL('../../docs/', import.meta.url);
const SUFFIX = '.schema.json';

it('docs/events.md lists every file of docs/schemas, and no other', () => {
  const [, section = ''] = readFileSync(new URL('events.md', docs), 'utf8').split('\n## Schemas\n');
  const [table] = section.split('\n## ');
  const listed = [...table.matchAll(/^\| `([a-z.-]+)` +\|(.*)\|$/gm)].flatMap(([, topic, parts]) =>
    [...parts.matchAll(/`((?:\w+\.)?(?:key|value|headers))`/g)].map(([, part]) => `${topic}.${part}${SUFFIX}`),
  );
  const files = readdirSync(new URL('schemas/', docs)).filter((name) => name.endsWith(SUFFIX));
  assert.deepEqual(listed.sort(), files.sort());
});
