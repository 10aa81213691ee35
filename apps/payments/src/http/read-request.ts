/** From what came in to what is meant, or an error that names the field. */
import { parseIdempotencyKey, type ErrorCode, type Problem } from '@vf/contracts';
import { fromMinorUnits, uuidOfWireId, type Currency, type Hundredths, type IdPrefix } from '@vf/money';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiError } from './api-error.js';

const MAX_FAULTS_SHOWN = 10;

/** The body by its schema. Throws ApiError with every field at fault; its code is the first one's. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  if (body === undefined || body === null) throw new ApiError('body_missing');
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => faultsOf(issue, body)).slice(0, MAX_FAULTS_SHOWN);
  const [first] = errors;
  if (!first) throw new ApiError('field_invalid');
  const { code, param, detail } = first;
  throw new ApiError(code, { detail, ...(param === '' ? {} : { param }), ...(errors.length > 1 ? { errors } : {}) });
}

type Fault = NonNullable<Problem['errors']>[number];

function faultsOf(issue: z.core.$ZodIssue, body: unknown): Fault[] {
  const param = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'field_unknown',
      param: [param, key].filter(Boolean).join('.'),
      detail: `${key.slice(0, 100)} is not a field of this operation.`,
    }));
  }
  const code = codeOf(issue, body);
  return [{ code, param, detail: `${param || 'The body'}: ${issue.message}` }];
}

function codeOf(issue: z.core.$ZodIssue, body: unknown): ErrorCode {
  const given = issue.path.reduce<unknown>((value, step) => memberOf(value, step), body);
  if (given === undefined) return 'field_missing';
  if (!isAmount(issue.path) || typeof given !== 'number') return 'field_invalid';
  // Amounts have codes of their own: they are what a checkout gets wrong first.
  if (!Number.isInteger(given)) return 'amount_not_integer';
  return given <= 0 ? 'amount_not_positive' : 'amount_too_large';
}

/** The request's amount or a leg's; in metadata the word means nothing. */
const isAmount = (path: readonly PropertyKey[]) =>
  (path.length === 1 && path[0] === 'amount') || (path.length === 3 && path[0] === 'legs' && path[2] === 'amount');

function memberOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}

/** The amount in hundredths. Throws ApiError when no wallet could hold it. */
export function readAmount(minor: number, currency: Currency, param = 'amount'): Hundredths {
  try {
    return fromMinorUnits(BigInt(minor), currency);
  } catch {
    throw new ApiError('amount_too_large', { param });
  }
}

/** The UUID behind an id in the path. An id that can not exist is simply not found. */
export function readId(prefix: IdPrefix, id: string, notFound: ErrorCode): string {
  const uuid = uuidOfWireId(prefix, id);
  if (uuid === undefined) throw new ApiError(notFound);
  return uuid;
}

/** The Idempotency-Key, which every request that moves money must have. Throws ApiError. */
export function readIdempotencyKey(request: FastifyRequest): string {
  const header = request.headers['idempotency-key'];
  if (header === undefined) throw new ApiError('idempotency_key_missing');
  // Node joins repeated headers by a comma, and the two together would be a key that neither sender knows.
  if (header.includes(',') && timesSent(request, 'idempotency-key') > 1) {
    throw new ApiError('idempotency_key_repeated');
  }
  const key = typeof header === 'string' ? parseIdempotencyKey(header) : undefined;
  if (key === undefined) throw new ApiError('idempotency_key_invalid');
  return key;
}

/** How often a header was sent. Raw headers are names and values in turn. */
function timesSent(request: FastifyRequest, name: string): number {
  return request.raw.rawHeaders.filter((text, n) => n % 2 === 0 && text.toLowerCase() === name).length;
}
