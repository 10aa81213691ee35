import { parseIdempotencyKey } from '@vf/contracts';
import { ApiError } from './api-error.js';

/** What is looked at of a request; Fastify's has it. */
export interface KeyedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: { readonly rawHeaders: readonly string[] };
}

const HEADER = 'idempotency-key';

/** The Idempotency-Key, which every request that commands something must have. Throws ApiError. */
export function readIdempotencyKey({ headers, raw }: KeyedRequest): string {
  const header = headers[HEADER];
  if (header === undefined) throw new ApiError('idempotency_key_missing');
  // Node joins repeated headers by a comma, and the two together would be a key that neither sender knows. Raw headers
  // are names and values in turn.
  const sent = raw.rawHeaders.filter((text, n) => n % 2 === 0 && text.toLowerCase() === HEADER).length;
  if (sent > 1) throw new ApiError('idempotency_key_repeated');
  const key = typeof header === 'string' ? parseIdempotencyKey(header) : undefined;
  if (key === undefined) throw new ApiError('idempotency_key_invalid');
  return key;
}
