/** The database that the sink writes to: empty at first, dropped at the end. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

const NAME_BYTES = 4;

export async function createSinkDatabase(adminUrl: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const name = `compat_sink_${randomBytes(NAME_BYTES).toString('hex')}`;
  await admin(adminUrl, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  return { url, [Symbol.asyncDispose]: () => admin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
