// Writes docs/schemas/<topic without prefix>.{key,value}.schema.json: JSON Schemas of what the topics hold, from the
// zod schemas of libs/contracts that readers and writers share. `--check` writes nothing and fails when a committed file
// differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { z } from 'zod';
import { alertEvent, captureDeadLetter, progressRecord } from '@vf/contracts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(root, 'docs/schemas');

const values = {
  'fraud.alerts': alertEvent,
  progress: progressRecord,
  'dead-letters.capture': captureDeadLetter,
};

/** Readers ignore what they do not know, so objects stay open. */
const jsonSchema = (title, schema) => ({ title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) });

let drifted = 0;
mkdirSync(folder, { recursive: true });
for (const [topic, schema] of Object.entries(values)) {
  const name = `docs/schemas/${topic}.value.schema.json`;
  const target = join(root, name);
  const options = await prettier.resolveConfig(target);
  const text = JSON.stringify(jsonSchema(`Values of <prefix>.${topic}`, schema));
  const generated = await prettier.format(text, { ...options, parser: 'json' });
  const committed = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (generated === committed) continue;
  if (process.argv.includes('--check')) {
    drifted += 1;
    console.error(`${name} is not what libs/contracts gives. Run: npm run generate`);
  } else {
    writeFileSync(target, generated);
    console.log(`wrote ${name}`);
  }
}
process.exit(drifted > 0 ? 1 : 0);
