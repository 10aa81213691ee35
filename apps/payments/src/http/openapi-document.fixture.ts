/** The OpenAPI document as a test reads it: operations one by one, and validators of what they take and answer. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { API_VERSION, openApiDocument } from './openapi.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Media {
  readonly schema: JsonSchema;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown; readonly $ref?: string }>>;
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

export interface Response {
  readonly description: string;
  readonly content: Readonly<Record<string, Media>>;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Response | { readonly $ref: string }>>;
}

export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

export const JSON_MEDIA_TYPE = 'application/json';
const DOCUMENT = 'openapi';

export const document = openApiDocument(API_VERSION) as OpenApi;

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema(document, DOCUMENT);

/** What a reference of the document refers to. */
export function at(reference: string): unknown {
  const steps = reference.slice('#/'.length).split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document);
}

/** The responses of an operation by their status, those of components too. */
export const responsesOf = ({ operation }: NamedOperation): Readonly<Record<string, Response>> =>
  Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      status,
      '$ref' in response ? (at(response.$ref) as Response) : response,
    ]),
  );

/** What one operation is called by and made of. */
export interface NamedOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const operations: readonly NamedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: operation.operationId, method, path, operation })),
);

const pointer = (...steps: readonly string[]) =>
  `${DOCUMENT}#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

const compiled = new Map<string, ValidateFunction>();

function validatorAt(...steps: readonly string[]): ValidateFunction {
  const at = pointer(...steps);
  const known = compiled.get(at);
  if (known) return known;
  const made = ajv.compile({ $ref: at });
  compiled.set(at, made);
  return made;
}

/** What is wrong with a request's body by the document; empty when nothing is. */
export function requestFaults({ path, method }: NamedOperation, body: unknown): readonly string[] {
  return faults(validatorAt('paths', path, method, 'requestBody', 'content', JSON_MEDIA_TYPE, 'schema'), body);
}

/** The same of an answer. */
export function answerFaults(
  { path, method, operation }: NamedOperation,
  answer: { readonly status: number | string; readonly mediaType: string; readonly body: unknown },
): readonly string[] {
  const { status, mediaType, body } = answer;
  const response = operation.responses[String(status)];
  const place =
    response && '$ref' in response
      ? response.$ref.slice('#/'.length).split('/')
      : ['paths', path, method, 'responses', String(status)];
  return faults(validatorAt(...place, 'content', mediaType, 'schema'), body);
}

function faults(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath || '/'} ${message}`);
}
