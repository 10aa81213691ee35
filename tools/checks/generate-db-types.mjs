// Writes libs/<context>/src/store/db.generated.ts from the database itself: a fresh database, migrated, then read by
// kysely-codegen. Usage: generate-db-types.mjs [context ...] [--check]; all contexts when none is named. `--check` writes
// nothing and fails when a committed file differs. Needs VF_TEST_POSTGRES_URL (a superuser of a throw-away cluster).
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '@vf/migrations';
import { root, settle } from './generated-file.mjs';

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const contexts = named.length > 0 ? named : ['payments', 'fraud', 'ledger'];

const serverUrl = process.env.VF_TEST_POSTGRES_URL;
if (!serverUrl) {
  console.error('VF_TEST_POSTGRES_URL is not set. Example: postgres://postgres@127.0.0.1:54320/postgres');
  process.exit(1);
}

async function onServer(work) {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A migrated database for the time of `work`, dropped afterwards. */
async function withMigratedDatabase(context, work) {
  const name = `codegen_${context}_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(async (client) => {
    await client.query(readFileSync(join(root, 'infra/postgres/roles.sql'), 'utf8'));
    await client.query(`CREATE DATABASE ${name}`);
  });
  try {
    await migrate({ connectionString: url.href, directory: join(root, 'libs', context, 'migrations') });
    return work(url.href);
  } finally {
    await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

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
