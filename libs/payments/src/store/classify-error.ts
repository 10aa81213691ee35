/** What an error of the PostgreSQL client means for the batch it broke. */
import pg from 'pg';
import type { PostingFaultKind } from '../use-cases/posting-fault.js';

const RERUN = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';
/** Taken by another process after it was looked up; the next look-up sees it and refuses the request by itself. */
const TAKEN_MEANWHILE = 'payments_client_reference_key';
/** lock_not_available, query_canceled (statement_timeout), idle_in_transaction_session_timeout. */
const CONTENDED = new Set(['55P03', '57014', '25P03']);
/** Shut down, crashed, starting, too many connections; class 08 (connection exceptions) comes on top. */
const UNAVAILABLE = new Set(['57P01', '57P02', '57P03', '53300']);

/**
 * Errors without an SQLSTATE come from the connection (reset, refused, timed out), save those of our own making: a fault
 * in one request's data must be found by bisection, not be taken for a database that is away.
 */
export function classifyError(err: unknown): PostingFaultKind {
  if (err instanceof TypeError || err instanceof RangeError) return 'refused';
  if (!(err instanceof pg.DatabaseError) || err.code === undefined) return 'unavailable';
  if (RERUN.has(err.code)) return 'rerun';
  if (err.code === UNIQUE_VIOLATION && err.constraint === TAKEN_MEANWHILE) return 'rerun';
  if (CONTENDED.has(err.code)) return 'contended';
  if (UNAVAILABLE.has(err.code) || err.code.startsWith('08')) return 'unavailable';
  return 'refused';
}
