/** The OpenAPI document of a read API, made from the schemas that read its input and describe its answers. */
import { errorCatalogue, PROBLEM_MEDIA_TYPE, problem, type ErrorCode } from '@vf/contracts';
import { z } from 'zod';

export interface Operation {
  /** `/v1/alerts/{id}`. */
  readonly path: string;
  /** `get` without it. */
  readonly method?: 'get' | 'post' | 'delete';
  readonly body?: z.ZodType;
  readonly summary: string;
  readonly pathFields?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly answer: z.ZodType;
  /** Of the answer; 200 without it. */
  readonly status?: 200 | 202;
  /** Whether it needs an Idempotency-Key. */
  readonly idempotent?: boolean;
  /** Besides those that every operation may answer. */
  readonly errors?: readonly ErrorCode[];
}

const ERRORS_OF_ALL: readonly ErrorCode[] = [
  'credentials_missing',
  'credentials_invalid',
  'role_forbidden',
  'database_unavailable',
  'internal_error',
];

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'The same request under the same key is the same command, however often it is sent.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const ERRORS_OF_KEYED: readonly ErrorCode[] = [
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'idempotency_key_repeated',
  'idempotency_key_reused',
];

/** OpenAPI 3.1, whose schemas are JSON Schema 2020-12. */
export function openApiDocument(
  info: { readonly title: string; readonly version: string; readonly description: string },
  operations: readonly Operation[],
): object {
  return {
    openapi: '3.1.0',
    info,
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: pathsOf(operations),
  };
}

function pathsOf(operations: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method ?? 'get']: operationObject(operation) };
  }
  return paths;
}

function operationObject(operation: Operation): object {
  const { summary, pathFields, query, body, answer, errors = [], status = 200, idempotent = false } = operation;
  return {
    summary,
    parameters: [
      ...parametersOf('path', pathFields),
      ...parametersOf('query', query),
      ...(idempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      [String(status)]: {
        description: status === 200 ? 'OK' : 'Accepted',
        content: { 'application/json': { schema: jsonSchema(answer) } },
      },
      ...errorResponses([
        ...errors,
        ...ERRORS_OF_ALL,
        ...(idempotent ? ERRORS_OF_KEYED : []),
        ...(body ? (['body_missing', 'malformed_json', 'unsupported_media_type', 'body_too_large'] as const) : []),
        ...(query || body ? (['field_invalid', 'field_unknown'] as const) : []),
      ]),
    },
  };
}

function parametersOf(place: 'path' | 'query', fields?: z.ZodObject): object[] {
  return Object.entries(fields?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: jsonSchema(schema as z.ZodType, 'input'),
  }));
}

/** One response per status, naming its codes. */
function errorResponses(codes: readonly ErrorCode[]): object {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = errorCatalogue[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    Array.from(byStatus, ([status, of]) => [
      String(status),
      { description: of.join(', '), content: { [PROBLEM_MEDIA_TYPE]: { schema: jsonSchema(problem) } } },
    ]),
  );
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
