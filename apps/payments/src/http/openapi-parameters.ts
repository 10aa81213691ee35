/** What a request carries besides its body, as the OpenAPI document shows it. */
import { providers } from '@vf/contracts';
import type { IdPrefix } from '@vf/money';
import type { Route } from './route.js';

/** What the ids under a path begin with. */
const PREFIX_OF: Readonly<Record<string, IdPrefix>> = {
  users: 'usr',
  wallets: 'wal',
  payments: 'pay',
  refunds: 'ref',
  checkouts: 'chk',
  grants: 'grt',
  'webhook-endpoints': 'whk',
  'webhook-deliveries': 'whd',
};
const EXAMPLE_HEX = '0198c2f0a1b27c3d8e4f5a6b7c8d9e0f';

/** Path and header parameters. */
export function parametersOf(route: Route): object[] {
  return [...pathParameters(route.path), ...(route.movesMoney ? [idempotencyKey] : []), requestId];
}

function pathParameters(path: string): object[] {
  const name = /\{([^}]+)\}/.exec(path)?.[1];
  if (name === undefined) return [];
  if (name === 'provider') return [{ in: 'path', name, required: true, schema: { enum: [...providers] } }];
  const prefix = PREFIX_OF[path.split('/')[2] ?? ''];
  if (prefix === undefined) throw new RangeError(`nobody knows what the ids of ${path} begin with`);
  return [
    {
      in: 'path',
      name,
      required: true,
      description: 'The id of the thing. What can be no id of such a thing is not found.',
      schema: { type: 'string', pattern: `^${prefix}_[0-9a-f]{32}$` },
      example: `${prefix}_${EXAMPLE_HEX}`,
    },
  ];
}

const idempotencyKey = {
  in: 'header',
  name: 'Idempotency-Key',
  required: true,
  description: '1 to 255 printable ASCII characters, bare or quoted; a UUID is best.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]([ -~]*[!-~])?$' },
  example: '6f1c1f6e-4c1e-4f0e-9d59-1c2b6f4f8a10',
};

const requestId = {
  in: 'header',
  name: 'Request-Id',
  required: false,
  description: 'Your id of the request, given back: 1 to 64 of A-Z a-z 0-9 . _ -. Made for you when missing or other.',
  schema: { type: 'string' },
};

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

/** One parameter for each field of the query's schema. */
export function queryParameters(query: object): object[] {
  const { properties = {}, required = [] } = query as QuerySchema;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    in: 'query',
    name,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}
