// A fresh database with a context's migrations, for generators that ask the database itself. Needs VF_TEST_POSTGRES_URL (a
// superuser of a throw-away cluster).
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '@vf/migrations';
import { root } from './generated-file.mjs';

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

/** Calls `work` with the URL of a migrated database, which is dropped afterwards. */
export async function withMigratedDatabase(context, work) {
  const name = `codegen_${context}_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(async (client) => {
    await client.query(readFileSync(join(root, 'infra/postgres/roles.sql'), 'utf8'));
    await client.query(`CREATE DATABASE ${name}`);
  });
  try {
    await migrate({ connectionString: url.href, directory: join(root, 'libs', context, 'migrations') });
    return await work(url.href);
  } finally {
    await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}
