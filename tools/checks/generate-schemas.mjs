// Writes docs/schemas: JSON Schemas of what the topics hold. Those of tables come from the columns as capture compiles
// them, over the migrated database (docs/adr/0061-schemas-from-compiled-columns.md); the others from the zod schemas that
// readers and writers share. `--check` writes nothing and fails when a committed file differs or belongs to no topic.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isCheck, root, settleFormatted } from './generated-file.mjs';
import { keptOptional } from './kept-optional.mjs';
import { withMigratedDatabase } from './migrated-database.mjs';
import { topicSchemas } from './topic-schemas.mjs';

const FOLDER = 'docs/schemas';
const SOURCE = 'the migrations, capture’s columns and libs/contracts give';

function released(name) {
  const path = join(root, FOLDER, 'released', name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

const isOfTable = (name) => name.startsWith('public.') || name.startsWith('rows.');

const schemas = await withMigratedDatabase('payments', (url) => topicSchemas({ PAYMENTS_DATABASE_URL: url }));
for (const [name, schema] of schemas) {
  const kept = isOfTable(name) ? keptOptional(schema, released(name)) : schema;
  await settleFormatted(join(FOLDER, name), SOURCE, { text: JSON.stringify(kept), parser: 'json' });
}
for (const name of readdirSync(join(root, FOLDER)).filter((file) => file.endsWith('.schema.json'))) {
  if (schemas.has(name)) continue;
  if (isCheck) {
    console.error(`${FOLDER}/${name} is of no topic. Run: npm run generate`);
    process.exitCode = 1;
  } else rmSync(join(root, FOLDER, name));
}
