import type { BearerTokens } from '@vf/platform';
import { ApiError } from './api-error.js';

/** What admission looks at; Fastify's request has it. */
export interface ArrivingRequest {
  readonly method: string;
  /** Whether no route fits. */
  readonly is404: boolean;
  /** The route that fits, by its pattern. */
  readonly routeOptions: { readonly url?: string | undefined };
  readonly headers: { readonly authorization?: string | undefined };
}

/** Everything else needs a token, so that a new route is closed until somebody opens it here. */
const OPEN_ROUTES: ReadonlySet<string | undefined> = new Set(['/openapi.json']);
const READING = new Set(['GET', 'HEAD']);
const WRITING = new Set(['POST', 'DELETE']);

/** Who may do what where an API also takes commands; each needs one of the roles. */
export interface RoleAccess {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * Why a request is turned away before anything is read of it, or undefined. Given one role, only reading is
 * possible. All but the description of the API needs a known token of a role that fits. What is not there is answered 404 to everyone. Judged by the
 * route the router found, never by the URL as sent: `/%761/balances` and an absolute URL reach the same route.
 */
export function admitRequest(
  tokens: BearerTokens,
  access: string | RoleAccess,
  request: ArrivingRequest,
): ApiError | undefined {
  const { read, write } = typeof access === 'string' ? { read: [access], write: [] } : access;
  const isReading = READING.has(request.method);
  if (!isReading && write.length === 0)
    return new ApiError('method_not_allowed', { detail: 'Use GET.' }, { allow: 'GET, HEAD' });
  if (!isReading && !WRITING.has(request.method))
    return new ApiError('method_not_allowed', {}, { allow: 'GET, HEAD, POST, DELETE' });
  if (request.is404 || OPEN_ROUTES.has(request.routeOptions.url)) return undefined;
  const { authorization } = request.headers;
  if (authorization === undefined || authorization === '') return new ApiError('credentials_missing');
  const holder = tokens.holderOf(authorization);
  if (!holder) return new ApiError('credentials_invalid');
  const roles = isReading ? read : write;
  if (roles.includes(holder.role)) return undefined;
  return new ApiError('role_forbidden', { detail: `This needs the role ${roles.join(' or ')}.` });
}
