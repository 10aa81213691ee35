/** The platform's own tables, made by its own migrations. */
import { workspaceRoot } from '@vf/local';
import { migrate } from '@vf/migrations';
import { migrationsDirectory } from '@vf/payments';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export async function platformSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(await readFile(join(workspaceRoot, 'infra/postgres/roles.sql'), 'utf8'));
  } finally {
    await client.end();
  }
  await migrate({ connectionString: url, directory: migrationsDirectory });
}
