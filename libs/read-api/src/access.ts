import type { BearerTokens, TokenHolder } from '@vf/platform';
import { ApiError } from './api-error.js';

/**
 * Who calls, when the header carries a known token of the role. Throws ApiError: credentials_missing, credentials_invalid
 * or role_forbidden.
 */
export function requireRole(tokens: BearerTokens, role: string, authorization: string | undefined): TokenHolder {
  if (authorization === undefined || authorization === '') throw new ApiError('credentials_missing');
  const holder = tokens.holderOf(authorization);
  if (!holder) throw new ApiError('credentials_invalid');
  if (holder.role !== role) throw new ApiError('role_forbidden', { detail: `This needs a token of role ${role}.` });
  return holder;
}
