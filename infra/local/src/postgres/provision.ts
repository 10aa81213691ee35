import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/** The login roles of infra/postgres/roles.sql. */
export const SERVICE_ROLES = ['payments_service', 'fraud_service', 'projection_service', 'capture_service'] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];

export interface ProvisionOptions {
  /** Superuser (or a role that may create roles and databases). */
  adminUrl: string;
  /** Folder that holds roles.sql and databases.sql. */
  sqlDirectory: string;
  passwordOf: (role: ServiceRole) => string;
}

/**
 * Creates the service roles and databases of infra/postgres and sets the roles' passwords. Safe to run each time.
 * Returns the cluster's system identifier, which tells one database cluster from another that replaced it.
 */
export async function provisionDatabases(options: ProvisionOptions): Promise<string> {
  const client = new pg.Client({
    connectionString: options.adminUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  await client.connect();
  try {
    await client.query(await readFile(join(options.sqlDirectory, 'roles.sql'), 'utf8'));
    for (const role of SERVICE_ROLES) {
      await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(options.passwordOf(role))}`);
    }
    const wanted = await client.query<{ statement: string }>(
      await readFile(join(options.sqlDirectory, 'databases.sql'), 'utf8'),
    );
    for (const { statement } of wanted.rows) await client.query(statement);
    const identity = await client.query<{ id: string }>(
      'SELECT system_identifier::text AS id FROM pg_control_system()',
    );
    return identity.rows[0]?.id ?? '';
  } finally {
    await client.end();
  }
}

/** The same server as `adminUrl`, another database, logged in as a service role (or still as the administrator). */
export function databaseUrl(
  adminUrl: string,
  database: string,
  login?: { role: ServiceRole; password: string },
): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (login) {
    url.username = login.role;
    url.password = login.password;
  }
  return url.href;
}
