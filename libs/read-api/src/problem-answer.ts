/** Turns whatever was thrown into what the caller is told: never a stack, never a sentence of a library. */
import { errorCatalogue, problemOf, type ErrorCode, type Problem } from '@vf/contracts';
import { ApiError } from './api-error.js';

export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** A fault of ours, to be logged with the error itself. */
  readonly isFault: boolean;
}

const RETRY_AFTER_SECONDS = 1;

/** Refusals of the HTTP layer itself, by status. */
const codeOfStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'malformed_request'],
  [404, 'route_not_found'],
  [405, 'method_not_allowed'],
  [408, 'request_timeout'],
  [413, 'body_too_large'],
  [415, 'unsupported_media_type'],
  [431, 'headers_too_large'],
]);

/** Classes of SQLSTATE that pass by waiting: connection, role or database not there yet, resources, operator, I/O. */
const PASSING_SQL_STATE = /^(08|28|3D|53|57|58)/;
const LOST_CONNECTION = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH)$/;
/** node-postgres gives these no code. */
const LOST_CONNECTION_SENTENCE = /Connection terminated|timeout exceeded when trying to connect|Client was closed/;

export function problemAnswer(err: unknown, requestId: string): ProblemAnswer {
  if (err instanceof ApiError) return answer(err, requestId, false);
  const code = codeOf(err);
  return answer(new ApiError(code), requestId, errorCatalogue[code].status >= 500);
}

function answer({ code, occurrence, headers }: ApiError, instance: string, isFault: boolean): ProblemAnswer {
  const problem = problemOf(code, { ...occurrence, instance });
  return {
    problem,
    headers: {
      ...headers,
      ...(problem.status === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      // RFC 9110: a 401 names the scheme that would have been taken.
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
    isFault,
  };
}

function codeOf(err: unknown): ErrorCode {
  const ofStatus = codeOfStatus.get(statusOf(err) ?? 0);
  if (ofStatus) return ofStatus;
  return isDatabaseAway(err) ? 'database_unavailable' : 'internal_error';
}

/** Fastify keeps a status in `statusCode`, Nest behind `getStatus()`. */
function statusOf(err: unknown): number | undefined {
  if (typeof err !== 'object' || err === null) return undefined;
  const { statusCode, getStatus } = err as { statusCode?: unknown; getStatus?: () => unknown };
  const status = typeof getStatus === 'function' ? getStatus.call(err) : statusCode;
  return typeof status === 'number' ? status : undefined;
}

function isDatabaseAway(err: unknown): boolean {
  if (!(err instanceof Error)) return false;
  const code = 'code' in err && typeof err.code === 'string' ? err.code : '';
  return PASSING_SQL_STATE.test(code) || LOST_CONNECTION.test(code) || LOST_CONNECTION_SENTENCE.test(err.message);
}
