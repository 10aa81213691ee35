import type { Actor, KeyHolder, Scope } from '@vf/payments';
import type { FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';

const callers = new WeakMap<FastifyRequest, KeyHolder>();

/** Set by the authentication hook, before the body is read. */
export function setCaller(request: FastifyRequest, holder: KeyHolder): void {
  callers.set(request, holder);
}

/** The client that calls, when its key allows the operation. Throws ApiError. */
export function requireCaller(request: FastifyRequest, scope: Scope): KeyHolder {
  const holder = callers.get(request);
  if (!holder) throw new ApiError('credentials_missing');
  if (!holder.scopes.has(scope)) throw new ApiError('scope_missing', { detail: `The key needs the scope ${scope}.` });
  return holder;
}

/** The caller as the audit log names it. */
export function actorOf({ clientId, keyId }: KeyHolder, request: FastifyRequest): Actor {
  return { kind: 'key', clientId, keyId, requestId: request.id };
}
