/** A database of a bench's own with the platform's schema. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceRoot } from '@vf/local';
import { migrate } from '@vf/migrations';
import { migrationsDirectory } from '@vf/payments';
import pg from 'pg';

/** Runs work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes and migrates it, with the platform's roles; gives its URL, of the administrator's user. */
export async function createMigratedDatabase(adminUrl: string, name: string): Promise<string> {
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString();
  const roles = await readFile(join(workspaceRoot, 'infra/postgres/roles.sql'), 'utf8');
  await withClient(adminUrl, async (admin) => {
    await admin.query(roles);
    await admin.query(`CREATE DATABASE ${name}`);
  });
  await migrate({ connectionString: url, directory: migrationsDirectory });
  return url;
}

/** Whoever is connected to it is cut off. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
}
