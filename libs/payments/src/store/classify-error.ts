/** What an error of the PostgreSQL client means. */
import pg from 'pg';
import type { PostingFaultKind } from '../use-cases/posting-fault.js';

const RERUN = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';
/** Taken by another process after it was looked up; the next look-up sees it and refuses the request by itself. */
const TAKEN_MEANWHILE = 'payments_client_reference_key';
/** lock_not_available, query_canceled (statement_timeout), idle_in_transaction_session_timeout. */
const CONTENDED = new Set(['55P03', '57014', '25P03']);
/**
 * What holds for every request, whatever it asks, and passes when the operator is done; none of it wrote anything. By
 * class: connection lost, login refused, no such database, out of connections, memory or disk, shut down or starting,
 * an I/O error of the server. Taken for one request's fault, a full disk would be looked for by halving each batch.
 */
const UNAVAILABLE_CLASSES = new Set(['08', '28', '3D', '53', '57', '58']);
/** Read only (a standby, during failover), not migrated yet, and damaged data or index pages. */
const UNAVAILABLE = new Set(['25006', '42P01', 'XX001', 'XX002']);

/** Node's socket errors by code (ENOENT: the server's Unix socket is gone); the client's own have a text only. */
const SOCKET_ERROR = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_AGAIN|ERR_STREAM_)/;
const CLIENT_ERROR = /connection|timeout|not queryable|pool/i;
/** Faults of the program: a text that happens to speak of a connection does not make them the database's. */
const PROGRAM_ERRORS = new Set(['TypeError', 'RangeError']);

/**
 * Sorts errors by what to do next. What does not come from the database or the way to it is `refused`: a fault in one
 * request must be found by bisection, not be taken for a database that is away.
 */
export function classifyError(err: unknown): PostingFaultKind {
  if (err instanceof pg.DatabaseError && err.code !== undefined) return classifySqlState(err.code, err.constraint);
  return isConnectionError(err) ? 'unavailable' : 'refused';
}

function classifySqlState(code: string, constraint: string | undefined): PostingFaultKind {
  if (RERUN.has(code)) return 'rerun';
  if (code === UNIQUE_VIOLATION && constraint === TAKEN_MEANWHILE) return 'rerun';
  if (CONTENDED.has(code)) return 'contended';
  if (UNAVAILABLE.has(code) || UNAVAILABLE_CLASSES.has(code.slice(0, 2))) return 'unavailable';
  return 'refused';
}

/** By what it carries, not `instanceof`: a socket's error may come from another realm than this module's Error. */
function isConnectionError(err: unknown): boolean {
  const {
    name = '',
    code = '',
    message = '',
  }: Partial<NodeJS.ErrnoException> = typeof err === 'object' && err ? err : {};
  if (PROGRAM_ERRORS.has(name)) return false;
  return SOCKET_ERROR.test(code) || CLIENT_ERROR.test(message);
}
