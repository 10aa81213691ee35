/** The connections that post: few, pipelined, and bounded in every wait. */
import pg from 'pg';
import { surviveBrokenConnections } from './survive-broken-connections.js';

export interface PostingPoolOptions {
  readonly connectionString: string;
  /** One connection a posting slot. */
  readonly slots: number;
  /** Longest wait for a wallet that somebody else has locked. */
  readonly lockTimeoutMs?: number;
  /** Longest run of one statement, on the server; the client gives up a little later. */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

/** Longer than a retry waits for the first request with its key, so that it hears 409 first. */
const LOCK_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** The server's own timeout must come first: it tells what happened, a silent connection does not. */
const CLIENT_GRACE_MS = 1_000;

/**
 * Plans made while the tables were still empty are kept for the life of a connection, and a kept sequential scan or
 * hash join turns every batch into a scan of the whole table an hour later. Every statement here is a look-up by index.
 */
const INDEX_PLANS_ONLY = '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

export function createPostingPool(options: PostingPoolOptions): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.slots,
    pipeline: true,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + CLIENT_GRACE_MS,
    keepAlive: true,
    application_name: 'vendorflow-posting',
    options: INDEX_PLANS_ONLY,
  });
  return surviveBrokenConnections(pool);
}
