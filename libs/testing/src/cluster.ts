import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { testPostgresUrl } from './config.js';

/** A login role of the services, as infra/postgres/roles.sql creates it. */
export type ServiceRole = 'payments_service' | 'fraud_service' | 'projection_service' | 'capture_service';

const SERVICE_ROLES: readonly ServiceRole[] = [
  'payments_service',
  'fraud_service',
  'projection_service',
  'capture_service',
];
const ROLES_SQL = new URL('../../../infra/postgres/roles.sql', import.meta.url);
const CONNECT_TIMEOUT_MS = 10_000;

/** Runs `work` on one superuser connection to `url` (default: the test cluster) and closes it. */
export async function withConnection<T>(
  work: (client: pg.Client) => Promise<T>,
  url: string = testPostgresUrl(),
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` while no other test process holds `name`: roles and templates belong to the whole cluster. */
export async function withClusterLock<T>(client: pg.Client, name: string, work: () => Promise<T>): Promise<T> {
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`vf-testing:${name}`]);
  try {
    return await work();
  } finally {
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [`vf-testing:${name}`]);
  }
}

/**
 * Makes sure that the service roles exist, each with its own name as password: the cluster is a throw-away one on
 * loopback, and a password that any process can derive needs no hand-over.
 */
export async function ensureServiceRoles(client: pg.Client): Promise<void> {
  await withClusterLock(client, 'roles', async () => {
    await client.query(await readFile(ROLES_SQL, 'utf8'));
    for (const role of SERVICE_ROLES) {
      await client.query(`ALTER ROLE ${role} PASSWORD '${role}'`);
    }
  });
}

/** The same server and database as `url`, logged in as a service role. */
export function urlAsRole(url: string, role: ServiceRole): string {
  const changed = new URL(url);
  changed.username = role;
  changed.password = role;
  return changed.href;
}

/** The same server and login as `url`, another database. */
export function urlForDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
