/** The OpenAPI 3.1 document, made from the schemas that the requests are parsed with. */
import { problem, type ErrorCode } from '@vf/contracts';
import { z } from 'zod';
import { codesOf, errorResponses, outsideOperations, problemExamples, type SharedResponses } from './openapi-errors.js';
import { answerHeaders, headers } from './openapi-headers.js';
import { parametersOf, queryParameters } from './openapi-parameters.js';
import type { Examples, Route } from './route.js';
import { routes } from './routes.js';

/** The version of the API that the service serves. */
export const API_VERSION = '1.0.0';

const tags = {
  users: 'Users',
  wallets: 'Wallets',
  payments: 'Payments',
  refunds: 'Refunds',
  checkouts: 'Checkouts',
  grants: 'Grants',
  'kyc-limits': 'KYC limits',
  'audit-log': 'Audit log',
  'webhook-endpoints': 'Webhooks',
  'webhook-deliveries': 'Webhooks',
  providers: 'Provider callbacks',
} as const;

/** Named schemas of the document, as they are met. */
type Schemas = Record<string, unknown>;

interface Components {
  readonly schemas: Schemas;
  readonly responses: SharedResponses;
}

/** A reference to a named schema, which is put among the components: `$defs` inside a document would not resolve. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Schemas): object {
  const { $schema: _dialect, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' });
  for (const [name, definition] of Object.entries($defs)) schemas[name] = inDocument(definition);
  return inDocument(rest);
}

const inDocument = (schema: object) =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as object;

/** Builds the document; the same object for the life of the process. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  const components: Components = { schemas: {}, responses: new Map() };
  schemaOf(problem, 'output', components.schemas);
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, components);
  }
  const codes = new Set<ErrorCode>([...outsideOperations, ...routes.flatMap((route) => codesOf(route))]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'VendorFlow payments',
      version,
      description:
        'Amounts are whole numbers of the currency’s minor unit (RWF: whole francs). Requests that move money need an ' +
        'Idempotency-Key: send the same one again and you get the first answer, and nothing is charged twice. Errors are ' +
        'problems (RFC 9457): branch on `code`. A path that is not here answers 404 `route_not_found`, a method that a ' +
        'path does not take 405 `method_not_allowed`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document comes from.' }],
    tags: [...new Set(Object.values(tags))].map((name) => ({ name })),
    security: [{ apiKey: [] }],
    paths,
    components: {
      schemas: components.schemas,
      responses: Object.fromEntries(components.responses),
      headers,
      examples: problemExamples(codes),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: vf_test_… or vf_live_….' },
      },
    },
  };
}

function operationOf(route: Route, components: Components): object {
  const query = route.query ? queryParameters(schemaOf(route.query, 'input', components.schemas)) : [];
  return {
    operationId: route.operationId,
    tags: [tagOf(route.path)],
    summary: route.summary,
    ...(route.scope === undefined
      ? { description: 'Needs no key.', security: [] }
      : { description: `Needs a key with the scope ${route.scope}.` }),
    parameters: [...parametersOf(route), ...query],
    ...requestBodyOf(route, components),
    responses: { ...answersOf(route, components), ...errorResponses(codesOf(route), components.responses) },
  };
}

function tagOf(path: string): string {
  const part = path.split('/')[2] ?? '';
  if (!Object.hasOwn(tags, part)) throw new RangeError(`${path} belongs to no part of the API`);
  return tags[part as keyof typeof tags];
}

function requestBodyOf({ request, isRequestOptional, examples }: Route, components: Components): object {
  if (!request) return {};
  const schema = schemaOf(request, 'input', components.schemas);
  const content = { 'application/json': { schema, ...(examples ? { examples: examplesOf(examples) } : {}) } };
  return { requestBody: { required: isRequestOptional !== true, content } };
}

const examplesOf = (examples: Examples) =>
  Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

function answersOf(route: Route, components: Components): Record<string, object> {
  const answer = (description: string, examples: Examples) => ({
    description,
    headers: answerHeaders(route),
    content: {
      'application/json': {
        schema: schemaOf(route.answer, 'output', components.schemas),
        examples: examplesOf(examples),
      },
    },
  });
  return {
    [route.status]: answer(route.method === 'GET' ? 'Found.' : 'Done.', route.answers),
    ...(route.acceptedAnswer
      ? {
          202: answer('With the provider, which has not told the outcome yet. Read the payment to learn it.', {
            processing: route.acceptedAnswer,
          }),
        }
      : {}),
  };
}
