/** The OpenAPI 3.1 document, made from the schemas that the requests are parsed with. */
import { errorCatalogue, PROBLEM_MEDIA_TYPE, problem, type ErrorCode } from '@vf/contracts';
import { z } from 'zod';
import type { Route } from './route.js';
import { routes } from './routes.js';

const ANY_REQUEST: readonly ErrorCode[] = [
  'malformed_request',
  'headers_too_large',
  'request_timeout',
  'credentials_missing',
  'credentials_invalid',
  'key_of_other_mode',
  'scope_missing',
  'rate_limited',
  'too_many_connections',
  'database_unavailable',
  'stopping',
  'internal_error',
];
const ANY_BODY: readonly ErrorCode[] = [
  'malformed_json',
  'duplicate_member',
  'body_missing',
  'body_too_large',
  'unsupported_media_type',
];

/** Named schemas of the document, as they are met. */
type Components = Record<string, unknown>;

/** A reference to a named schema, which is put among the components: `$defs` inside a document would not resolve. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): object {
  const { $schema: _dialect, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' });
  for (const [name, definition] of Object.entries($defs)) components[name] = inDocument(definition);
  return inDocument(rest);
}

const inDocument = (schema: object) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as object;

/** Builds the document; the same object for the life of the process. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const schemas: Components = {};
  schemaOf(problem, 'output', schemas);
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'VendorFlow payments',
      version,
      description:
        'Amounts are whole numbers of the currency’s minor unit (RWF: whole francs). Requests that move money need an ' +
        'Idempotency-Key: send the same one again and you get the first answer, and nothing is charged twice.',
    },
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: vf_test_… or vf_live_….' },
      },
    },
  };
}

function operationOf(route: Route, components: Components): object {
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `Needs a key with the scope ${route.scope}.`,
    parameters: [...parametersOf(route), ...queryParametersOf(route, components)],
    ...(route.request
      ? {
          requestBody: {
            required: route.isRequestOptional !== true,
            content: {
              'application/json': {
                schema: schemaOf(route.request, 'input', components),
                ...(route.examples ? { examples: examplesOf(route.examples) } : {}),
              },
            },
          },
        }
      : {}),
    responses: {
      [route.status]: {
        description: route.method === 'POST' ? 'Done.' : 'Found.',
        headers: answerHeaders(route),
        content: { 'application/json': { schema: schemaOf(route.answer, 'output', components) } },
      },
      ...(route.mayTakeTime
        ? {
            202: {
              description: 'With the provider, which has not told the outcome yet. Read the payment to learn it.',
              headers: answerHeaders(route),
              content: { 'application/json': { schema: schemaOf(route.answer, 'output', components) } },
            },
          }
        : {}),
      ...errorResponses([...ANY_REQUEST, ...(route.request ? ANY_BODY : []), ...route.errors]),
    },
  };
}

const examplesOf = (examples: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

function parametersOf(route: Route): object[] {
  const text = (place: string, name: string, required: boolean, description: string) => ({
    in: place,
    name,
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(route.path.includes('{id}') ? [text('path', 'id', true, 'The id of the thing.')] : []),
    ...(route.movesMoney
      ? [
          text(
            'header',
            'Idempotency-Key',
            true,
            '1 to 255 printable ASCII characters, bare or quoted; a UUID is best.',
          ),
        ]
      : []),
    text('header', 'Request-Id', false, 'Your id of the request, given back; made for you when missing.'),
  ];
}

interface QuerySchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

/** One parameter for each field of the query's schema. */
function queryParametersOf({ query }: Route, components: Components): object[] {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input', components) as QuerySchema;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    in: 'query',
    name,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function answerHeaders(route: Route): object {
  const text = (description: string) => ({ description, schema: { type: 'string' } });
  return {
    'Request-Id': text('The id of the request.'),
    'RateLimit-Limit': text('Requests this key may make in a window.'),
    'RateLimit-Remaining': text('How many of them are left.'),
    'RateLimit-Reset': text('Seconds until all of them are there again.'),
    ...(route.status === 201 ? { Location: text('Where to read it.') } : {}),
    ...(route.method === 'POST'
      ? { 'VendorFlow-Position': text('Where the write-ahead log stood after the write: system_id, timeline, lsn.') }
      : {}),
    ...(route.movesMoney ? { 'Idempotent-Replayed': text('true when this is the first answer, given again.') } : {}),
  };
}

/** One response a status, with every code that may come with it. */
function errorResponses(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      String(status),
      {
        description: ofStatus.map((code) => `- \`${code}\`: ${errorCatalogue[code].title}`).join('\n'),
        content: {
          [PROBLEM_MEDIA_TYPE]: {
            schema: {
              allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: ofStatus } } }],
            },
          },
        },
      },
    ]),
  );
}
