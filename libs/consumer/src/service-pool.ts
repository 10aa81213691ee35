import type { Log } from '@vf/platform';
import pg from 'pg';

export interface ServicePoolOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly log: Log;
}

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** Long enough for a batch of thousands of changes; without it a lock nobody gives back would hold a partition for ever. */
const STATEMENT_TIMEOUT_MS = 60_000;
const CLIENT_GRACE_MS = 5_000;

/** The connections of a service that consumes and answers queries on one database. */
export function openServicePool({ connectionString, applicationName, log }: ServicePoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + CLIENT_GRACE_MS,
    keepAlive: true,
    application_name: applicationName,
  });
  // An `error` event that nobody listens to ends the process. The pool listens to idle connections only, and tells of
  // them by an event of its own; whoever holds one that breaks learns of it by the query, which rejects.
  pool.on('error', (err) => log.warn({ err }, 'an idle database connection broke'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
