/** Which of the three kinds a fault is. Pure; the table decides whether records wait, are left out, or all stops. */
import { type FailureKind, isError, isPassingBrokerFault } from '@vf/event-bus';
import {
  ConsumerStoppedError,
  DeadLetterUnavailableError,
  PassingFaultError,
  PoisonRecordError,
  TooManyDeadLettersError,
} from './errors.js';

/** SQLSTATEs (or their class, two letters) that pass by waiting. */
const TRANSIENT_STATES: ReadonlySet<string> = new Set([
  '08', // connection
  '53', // out of connections, memory, disk
  '57', // shutdown, crash, starting up, statement timeout
  '58', // I/O error of the server
  '28', // login refused: roles are made while services start
  '3D', // database not there yet
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock not available in time
  '55006', // object in use
  '25006', // read only: a standby, during failover
  '25P03', // idle in transaction too long
  '25P04', // transaction too long
]);

/** SQLSTATE classes that say the program and the schema do not fit. */
const FATAL_STATES: ReadonlySet<string> = new Set(['0A', '25', '26', '3F', '42', 'XX']);

const SOCKET_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** node-postgres has no codes for these. */
const LOST_CONNECTION =
  /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|Client was closed|Query read timeout|server closed the connection/i;

/**
 * The kind of a fault. What is neither known to pass nor known to be ours is taken to be the record's fault: the
 * record is then looked at by a person, instead of holding up all that come after it.
 */
export function faultKind(err: unknown): FailureKind {
  for (let at: unknown = err, depth = 0; isError(at) && depth < 8; at = at.cause, depth += 1) {
    const kind = kindOfOne(at);
    if (kind) return kind;
  }
  return 'poison';
}

function kindOfOne(err: Error): FailureKind | undefined {
  if (err instanceof PoisonRecordError) return 'poison';
  if (err instanceof ConsumerStoppedError || err instanceof TooManyDeadLettersError) return 'fatal';
  if (err instanceof PassingFaultError || err instanceof DeadLetterUnavailableError) return 'transient';
  if (isPassingBrokerFault(err)) return 'transient';
  const state = sqlState(err);
  if (state !== undefined) {
    if (TRANSIENT_STATES.has(state) || TRANSIENT_STATES.has(state.slice(0, 2))) return 'transient';
    return FATAL_STATES.has(state.slice(0, 2)) ? 'fatal' : 'poison';
  }
  const { code } = err as { code?: unknown };
  if (typeof code === 'string' && SOCKET_CODES.has(code)) return 'transient';
  return LOST_CONNECTION.test(err.message) ? 'transient' : undefined;
}

/** The SQLSTATE of a database error; undefined for any other error. */
export function sqlState(err: unknown): string | undefined {
  const { code, severity } = err as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && typeof severity === 'string' ? code : undefined;
}

/** A stable code for the dead letter's header. */
export function faultCode(err: unknown): string {
  if (err instanceof PoisonRecordError) return err.code;
  return sqlState(err) ?? (err instanceof Error ? err.name : 'UnknownError');
}
