/** Headers of answers, as the OpenAPI document shows them: each described once, and referred to. */
import type { Route } from './route.js';

const text = (description: string) => ({ description, schema: { type: 'string' } });

export const headers = {
  'Request-Id': text('The id of the request.'),
  'RateLimit-Limit': text('Requests this key may make in a window.'),
  'RateLimit-Remaining': text('How many of them are left.'),
  'RateLimit-Reset': text('Seconds until all of them are there again.'),
  Location: text('Where to read it.'),
  'VendorFlow-Position': text('Where the write-ahead log stood after the write: system_id, timeline, lsn.'),
  'Idempotent-Replayed': text('true when this is the first answer, given again.'),
  'Retry-After': text('Seconds to wait before the same request is sent again, where that may help.'),
  'WWW-Authenticate': text('Bearer.'),
} as const;

type Header = keyof typeof headers;

export const headersNamed = (names: readonly Header[]): object =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Those of an answer that is no error. */
export function answerHeaders({ scope, status, method, movesMoney }: Route): object {
  return headersNamed([
    'Request-Id',
    ...(scope === undefined ? [] : (['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const)),
    ...(status === 201 ? (['Location'] as const) : []),
    ...(method === 'POST' ? (['VendorFlow-Position'] as const) : []),
    ...(movesMoney ? (['Idempotent-Replayed'] as const) : []),
  ]);
}
