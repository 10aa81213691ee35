import type { Scope } from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import { requireCaller } from './caller.js';
import type { Asked } from './operations.js';
import { readIdempotencyKey } from './read-request.js';

/** A request that moves money: who calls, with the right to it, under which key. Throws ApiError. */
export function readAsked(request: FastifyRequest, scope: Scope): Asked {
  return {
    caller: requireCaller(request, scope),
    key: readIdempotencyKey(request),
    requestId: request.id,
    path: request.url.split('?', 1)[0] ?? '',
    body: request.body,
  };
}
