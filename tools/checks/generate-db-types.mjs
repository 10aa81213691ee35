// Writes libs/<context>/src/store/db.generated.ts from the database itself: a fresh database, migrated, then read by
// kysely-codegen. Usage: generate-db-types.mjs [context ...] [--check]; all contexts when none is named. `--check` writes
// nothing and fails when a committed file differs. Needs VF_TEST_POSTGRES_URL (a superuser of a throw-away cluster).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, settle } from './generated-file.mjs';
import { withMigratedDatabase } from './migrated-database.mjs';

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const contexts = named.length > 0 ? named : ['payments', 'fraud', 'ledger'];

/** The generated file's text, in the repository's format. */
function typesOf(url) {
  const folder = mkdtempSync(join(tmpdir(), 'vf-codegen-'));
  try {
    const file = join(folder, 'db.ts');
    run('kysely-codegen', ['--dialect', 'postgres', '--url', url, '--out-file', file, '--exclude-pattern', 'kysely_*']);
    run('prettier', ['--config', join(root, '.prettierrc.json'), '--write', '--log-level', 'warn', file]);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool, args) {
  const result = spawnSync(join(root, 'node_modules/.bin', tool), args, { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${tool} failed: ${result.stderr || result.stdout || result.error}`);
}

for (const context of contexts) {
  if (!existsSync(join(root, 'libs', context, 'migrations'))) continue;
  const generated = await withMigratedDatabase(context, typesOf);
  settle(`libs/${context}/src/store/db.generated.ts`, 'the migrations give', generated);
}
