// Compares docs/schemas with docs/schemas/released, the schemas of the last release: exits 1 with the fields by which
// readers of the release would break.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenSchemas } from './schema-compatibility.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs/schemas');

const schemasIn = (directory) =>
  new Map(
    readdirSync(directory)
      .filter((name) => name.endsWith('.schema.json'))
      .map((name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8'))]),
  );

const broken = brokenSchemas(schemasIn(join(folder, 'released')), schemasIn(folder));
for (const line of broken) console.error(line);
if (broken.length > 0) {
  console.error('Readers of the last release would break. Keep the field as it was, or declare a new topic version.');
  process.exit(1);
}
