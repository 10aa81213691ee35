/** Requests of an operation: as the document has them, or with one thing wrong. */
import fc from 'fast-check';
import { JSON_MEDIA_TYPE, type NamedOperation, type Parameter } from '../http/openapi-document.fixture.js';
import { idOf, recordOf, resolveIds, upsetting, validOf } from './schema-arbitrary.fixture.js';

/** What is sent. Ids are tokens until `resolveRequest`. */
export interface FuzzRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | undefined;
  /** What was made wrong on purpose; undefined when nothing was. */
  readonly wrong: string | undefined;
}

/** Replaced by a key of the service. */
export const GOOD_KEY = '@@key@@';

export const resolveRequest = (request: FuzzRequest, ids: ReadonlyMap<string, readonly string[]>): FuzzRequest => ({
  ...request,
  path: resolveIds(request.path, ids),
  ...(request.body === undefined ? {} : { body: resolveIds(request.body, ids) }),
});

/** The request in its parts, so that one of them can be made wrong. */
interface Parts {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: FuzzRequest['headers'];
  readonly body: unknown;
  /** In the place of the JSON of `body`. */
  readonly text?: string;
  readonly rawPath?: string;
  readonly wrong?: string;
}

const requestId = fc.constantFrom('fuzz-1', 'A.b_c-9');

function ofParameters(
  { path, operation: { parameters } }: NamedOperation,
  place: Parameter['in'],
): fc.Arbitrary<Record<string, unknown>> {
  const here = parameters.filter((each) => each.in === place);
  return recordOf(here.map((parameter) => [parameter.name, parameter.required, valueOf(parameter, path)]));
}

/** What the items of lists are known by. */
const CURSOR_KIND: Readonly<Record<string, string>> = {
  '/v1/payments': 'pay',
  '/v1/users': 'usr',
  '/v1/grants': 'grt',
  '/v1/audit-log': 'aud',
};

function valueOf({ name, schema }: Parameter, path: string): fc.Arbitrary<unknown> {
  if (name === 'Request-Id') return requestId;
  if (name === 'wallet') return idOf('wal');
  // Short ones are used again by themselves.
  if (name === 'Idempotency-Key')
    return fc.oneof({ weight: 4, arbitrary: fc.uuid() }, { weight: 1, arbitrary: validOf(schema) });
  const kind = CURSOR_KIND[path];
  return kind !== undefined && /^(starting_after|ending_before)$/.test(name) ? idOf(kind) : validOf(schema);
}

function validParts(named: NamedOperation): fc.Arbitrary<Parts> {
  const { requestBody, security } = named.operation;
  const schema = requestBody?.content[JSON_MEDIA_TYPE]?.schema;
  const any = schema === undefined ? fc.constant(undefined) : validOf(schema).map((value) => mended(value));
  const body = named.name === 'createBatch' ? batch : any;
  return fc
    .tuple(...(['path', 'query', 'header'] as const).map((place) => ofParameters(named, place)), body)
    .map(([path, query, header, sent]) => ({
      path: path as Parts['path'],
      query: query as Parts['query'],
      headers: {
        ...(header as Record<string, string>),
        ...(security === undefined ? { authorization: `Bearer ${GOOD_KEY}` } : {}),
        ...(sent === undefined ? {} : { 'content-type': JSON_MEDIA_TYPE }),
      },
      body: sent,
    }));
}

/** A rule between two fields, which the schema does not tell. */
const mended = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'hold_seconds' in body ? { ...body, capture: 'manual' } : body;

const LARGEST_BATCH = 5;
/** Its schema takes any item, since each is read by itself; these are what an item should be, or anything. */
const batch = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .tuple(validOf({ $ref: '#/components/schemas/CreatePayment' }), fc.uuid())
          .map(([item, key]) => ({ ...(mended(item) as object), idempotency_key: key })),
      },
      { weight: 1, arbitrary: validOf({}) },
    ),
    { minLength: 1, maxLength: LARGEST_BATCH },
  )
  .map((items) => ({ items }));

type Wrong = (parts: Parts, n: number, value: unknown) => Parts;

const replaced = (body: unknown, n: number, value: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return value;
  const names = Object.keys(body);
  const name = names[n % Math.max(1, names.length)];
  if (name === undefined) return value;
  const member = (body as Record<string, unknown>)[name];
  const inside = typeof member === 'object' && member !== null && n % 3 > 0;
  const next = inside ? replaced(member, Math.floor(n / 3), value) : value;
  if (Array.isArray(body)) return body.map((each: unknown, at) => (String(at) === name ? next : each));
  return { ...body, [name]: next };
};

const withoutMember = (body: unknown, n: number): unknown =>
  typeof body === 'object' && body !== null
    ? Object.fromEntries(Object.entries(body).filter((_member, at, all) => at !== n % all.length))
    : undefined;

const header =
  (name: string, ...values: readonly (string | readonly string[])[]): Wrong =>
  (parts, n) => {
    const value = values[n % values.length];
    return { ...parts, headers: { ...parts.headers, ...(value === undefined ? {} : { [name]: value }) } };
  };

const withoutHeader =
  (name: string): Wrong =>
  (parts) => ({
    ...parts,
    headers: Object.fromEntries(Object.entries(parts.headers).filter(([each]) => each !== name)),
  });

const asText =
  (...texts: readonly ((json: string) => string)[]): Wrong =>
  (parts, n) => ({
    ...parts,
    text: texts[n % texts.length]?.(JSON.stringify(parts.body ?? {})) ?? '',
    headers: { ...parts.headers, 'content-type': JSON_MEDIA_TYPE },
  });

const DEEP = 20_000;
const OVERSIZED = 3 * 1024 * 1024;
const member = (text: string) => (json: string) => (json === '{}' ? `{${text}}` : `{${text},${json.slice(1)}`);

/** By name; each spoils one thing. */
const wrongs: Readonly<Record<string, Wrong>> = {
  'a value': (parts, n, value) => ({ ...parts, body: replaced(parts.body, n, value) }),
  'a value, once more': (parts, n, value) => ({ ...parts, body: replaced(parts.body, n, value) }),
  'a field too few': (parts, n) => ({ ...parts, body: withoutMember(parts.body, n) }),
  'a field too many': (parts, _n, value) => ({
    ...parts,
    body: typeof parts.body === 'object' ? { ...parts.body, surprise: value } : value,
  }),
  'the whole body': (parts, _n, value) => ({ ...parts, body: value }),
  'no body': ({ body: _body, ...parts }) => ({ ...parts, body: undefined }),
  'no JSON': asText(
    () => '',
    () => '{',
    (json) => json.slice(0, -1),
    (json) => `${json}${json}`,
    () => 'NaN',
    () => '\ufeff{}',
    () => '[1,]',
    (json) => json.replace(/(:)\d+/, '$1NaN'),
    (json) => json.replace(/(:)\d+/, '$101'),
  ),
  'odd JSON': asText(
    member('"__proto__":{"x":1}'),
    member('"amount":1,"amount":2'),
    member(`"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}`),
    (json) => json.replace(/(:)\d+/, '$11e400'),
    (json) => json.replace(/(:)(\d+)/, '$1$2.0'),
    (json) => json.replace(/(:)(\d+)/, '$1$2e0'),
    (json) => json.replace(/(:)\d+/, '$1-0'),
    (json) => json.replace(/(:)"/, '$1"\\ud83d'),
    () => 'null',
    () => '"text"',
  ),
  'far too much': asText((json) => member(`"much":"${'x'.repeat(OVERSIZED)}"`)(json)),
  'the content type': header(
    'content-type',
    'text/plain',
    'application/xml',
    'application/json; charset=latin1',
    '',
    'x',
  ),
  'the credential': header('authorization', 'Bearer x', 'Basic YTpi', '', `Bearer vf_test_${'A'.repeat(43)}`, 'Bearer'),
  'no credential': withoutHeader('authorization'),
  'the idempotency key': header(
    'Idempotency-Key',
    '',
    ' ',
    '"',
    'é',
    'x'.repeat(256),
    '\t',
    ['a', 'b'],
    ['a', 'a'],
    'a,b',
  ),
  'no idempotency key': withoutHeader('Idempotency-Key'),
  'the request id': header('Request-Id', '', 'é', 'x'.repeat(65), ['a', 'b'], '<script>'),
  'what is accepted': header('accept', 'text/html', 'image/*;q=0', ''),
  'the path': (parts, n) => ({
    ...parts,
    rawPath:
      ['%00', '%zz', '%', '%2e%2e%2f', 'x'.repeat(3_000), '%f0%9f%98%80', '%ff', "'%20OR%201=1", '*', '%2F'][n % 10] ??
      '',
  }),
  'the query': (parts, n, value) => {
    const names = [
      ...Object.keys(parts.query),
      'limit',
      'starting_after',
      'cursor',
      'at',
      'expand[]',
      'a[b]',
      '__proto__',
    ];
    const name = names[n % names.length] ?? 'limit';
    return { ...parts, query: { ...parts.query, [name]: typeof value === 'object' ? ['1', '2'] : value } };
  },
};

const names = Object.keys(wrongs);

/** Half of them as they should be. */
export function requestOf(operation: NamedOperation): fc.Arbitrary<FuzzRequest> {
  const spoiled = fc.tuple(fc.constantFrom(...names), fc.nat({ max: 10_000 }), upsetting);
  return fc
    .tuple(validParts(operation), fc.option(spoiled, { freq: 2 }))
    .map(([parts, wrong]) => {
      if (wrong === null) return parts;
      const [name, n, value] = wrong;
      return { ...wrongs[name]?.(parts, n, value), wrong: name } as Parts;
    })
    .map((parts) => written(operation, parts));
}

/** Characters that no URL may have as they are were written by the client; everything else goes out as it is. */
const escaped = (value: unknown) =>
  encodeURIComponent(wellFormed(String(value)))
    .replaceAll('%40%40', '@@')
    .replaceAll('%3A', ':');
const wellFormed = (text: string) => text.toWellFormed();

function written({ method, path }: NamedOperation, parts: Parts): FuzzRequest {
  const query = Object.entries(parts.query)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((each) => [name, each] as const) : [[name, value] as const],
    )
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join('&');
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_hole, name: string) => parts.rawPath ?? escaped(parts.path[name]));
  return {
    method: method.toUpperCase(),
    path: query === '' ? filled : `${filled}?${query}`,
    headers: parts.headers,
    body: parts.text ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body)),
    wrong: parts.wrong,
  };
}
