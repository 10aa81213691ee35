/** Every error as a problem of the catalogue, whatever was thrown. */
import { HttpException } from '@nestjs/common';
import { problemOf, type ErrorCode, type Problem } from '@vf/contracts';
import { classifyError, NotPosted } from '@vf/payments';
import type { Log } from '@vf/platform';
import type { FastifyRequest } from 'fastify';
import { loggableError } from '../loggable-error.js';
import { ApiError } from './api-error.js';
import { allowedMethods } from './routes.js';

/** What Fastify itself refuses, by the status it gives. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_request',
  408: 'request_timeout',
  413: 'body_too_large',
  415: 'unsupported_media_type',
};

export interface WrittenProblem {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

export class ProblemWriter {
  constructor(private readonly log: Log) {}

  /** The problem that an error is to the caller of this request; what is a fault of ours is logged. */
  problemOf(err: unknown, request: FastifyRequest): WrittenProblem {
    const { code, occurrence, headers } = this.#refusalOf(err, request);
    return { problem: problemOf(code, { ...occurrence, instance: request.id }), headers };
  }

  #refusalOf(err: unknown, request: FastifyRequest): ApiError {
    if (err instanceof ApiError) return err;
    if (err instanceof NotPosted) return this.#notPosted(err, request);
    if (err instanceof HttpException) return frameworkRefusal(err, request);
    if (classifyError(err) === 'unavailable') {
      this.log.warn({ err: loggableError(err), requestId: request.id }, 'the database is not available for a request');
      return new ApiError('database_unavailable');
    }
    this.log.error({ err: loggableError(err), requestId: request.id }, 'a request failed unexpectedly');
    return new ApiError('internal_error');
  }

  #notPosted(err: NotPosted, request: FastifyRequest): ApiError {
    this.log.warn({ err: err.cause, reason: err.reason, requestId: request.id }, 'a payment was not posted');
    return new ApiError(err.reason);
  }
}

function frameworkRefusal(err: HttpException, request: FastifyRequest): ApiError {
  const status = err.getStatus();
  if (status !== 404) return new ApiError(CODE_OF_STATUS[status] ?? 'internal_error');
  const allowed = allowedMethods(request.url);
  if (allowed.length === 0) return new ApiError('route_not_found');
  return new ApiError('method_not_allowed', { detail: `Use ${allowed.join(' or ')}.` }, { allow: allowed.join(', ') });
}
