/** Values that a JSON Schema of the document allows, and values that upset programs. */
import fc from 'fast-check';
import { at, type JsonSchema } from '../http/openapi-document.fixture.js';

const ID_PATTERN = /^\^([a-z]{3})_\[0-9a-f\]\{32\}\$$/;
const LONGEST_TEXT = 40;
const LONGEST_LIST = 4;
const SOME_KEYS = 3;

/**
 * Stands for the id of a thing that exists when the request is sent: what there is by then is not known when the value is
 * made. `resolveIds` puts a real one in its place.
 */
const idToken = (prefix: string, n: number) => `@@${prefix}:${n}@@`;
const ID_TOKEN = /@@([a-z]{3}):(\d+)@@/g;

/** The text with a real id for each token; where there is none of a kind yet, one that could be. */
export function resolveIds(text: string, ids: ReadonlyMap<string, readonly string[]>): string {
  return text.replaceAll(ID_TOKEN, (_token, prefix: string, n: string) => {
    const there = ids.get(prefix) ?? [];
    return there[Number(n) % there.length] ?? `${prefix}_${'0'.repeat(32)}`;
  });
}

const plainCharacter = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Array.from('abcXYZ 019-_.:/@%&+"\\\'<>{}')) },
  { weight: 1, arbitrary: fc.constantFrom('é', 'ß', '☃', '日', '😀', '\u202e', '\ufeff') },
);

const textOf = (min: number, max: number) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.string({ unit: plainCharacter, minLength: min, maxLength: Math.min(max, LONGEST_TEXT) / 2 }),
    },
    { weight: 1, arbitrary: fc.constant('x'.repeat(max)) },
  );

const URLS = [
  'http://127.0.0.1:9/hook',
  'https://shop.example.com/hook',
  'https://10.0.0.1/',
  'ftp://x/',
  'http://[::1]:1/',
];

function stringOf({ pattern, format, minLength = 0, maxLength = LONGEST_TEXT }: StringSchema): fc.Arbitrary<unknown> {
  if (format === 'uri') return fc.constantFrom(...URLS);
  if (format === 'email') return fc.nat().map((n) => `fuzz.${n}@example.com`);
  if (format === 'date-time')
    return fc.constantFrom('2026-11-24T10:00:00.123456Z', '1970-01-01T00:00:00Z', '2026-02-28T23:59:59+02:00');
  if (pattern === undefined) return textOf(minLength, maxLength);
  const prefix = ID_PATTERN.exec(pattern)?.[1];
  if (prefix === undefined) return fc.stringMatching(new RegExp(pattern));
  return idOf(prefix);
}

/** Few things are met again and again, so that one request meets what another has done; others now and then. */
export const idOf = (prefix: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 14, arbitrary: fc.nat({ max: 3 }).map((n) => idToken(prefix, n)) },
    { weight: 5, arbitrary: fc.nat({ max: 200 }).map((n) => idToken(prefix, n)) },
    { weight: 1, arbitrary: fc.stringMatching(/^[0-9a-f]{32}$/).map((hex) => `${prefix}_${hex}`) },
  );

interface StringSchema {
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

function integerOf(schema: JsonSchema): fc.Arbitrary<number> {
  const { minimum, exclusiveMinimum, maximum } = schema as Partial<Record<string, number>>;
  const min = minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1);
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  return fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min, max: Math.min(max, min + 3_000) }) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
  );
}

const ABSENT_OF_TEN = 7;

/** Members by name; those that are not required are there now and then. */
export function recordOf(
  members: readonly (readonly [name: string, isRequired: boolean, value: fc.Arbitrary<unknown>])[],
): fc.Arbitrary<Record<string, unknown>> {
  const sometimes = (value: fc.Arbitrary<unknown>) =>
    fc.oneof(
      { weight: ABSENT_OF_TEN, arbitrary: fc.constant(undefined) },
      { weight: 10 - ABSENT_OF_TEN, arbitrary: value },
    );
  return fc
    .record(Object.fromEntries(members.map(([name, must, value]) => [name, must ? value : sometimes(value)])))
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));
}

function objectOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: string[];
    additionalProperties?: JsonSchema | boolean;
  };
  const own = recordOf(Object.entries(properties).map(([name, of]) => [name, required.includes(name), validOf(of)]));
  if (typeof additionalProperties !== 'object') return own;
  const { propertyNames = { type: 'string' } } = schema as { propertyNames?: JsonSchema };
  const key = validOf(propertyNames)
    .map(String)
    .filter((name) => name !== '__proto__');
  return fc.dictionary(key, validOf(additionalProperties), { maxKeys: SOME_KEYS, noNullPrototype: true });
}

/** Values that the schema allows. */
export function validOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const any = anyOfSchema(schema);
  const { example } = schema;
  if (!Array.isArray(schema['enum']) && !String(example).startsWith('+')) return any;
  if (example === undefined) return any;
  // What the document shows is met often: other currencies and phone numbers move no money.
  return fc.oneof({ weight: 3, arbitrary: fc.constant(example) }, { weight: 1, arbitrary: any });
}

function anyOfSchema(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (typeof schema['$ref'] === 'string') return validOf(at(schema['$ref']) as JsonSchema);
  if (Array.isArray(schema['enum'])) return fc.constantFrom<unknown>(...(schema['enum'] as unknown[]));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['anyOf']))
    return fc.oneof(...(schema['anyOf'] as JsonSchema[]).map((each) => validOf(each)));
  switch (schema['type']) {
    case 'string':
      return stringOf(schema);
    case 'integer':
      return integerOf(schema);
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const {
        items = {},
        minItems = 0,
        maxItems = LONGEST_LIST,
      } = schema as {
        items?: JsonSchema;
        minItems?: number;
        maxItems?: number;
      };
      return fc.array(validOf(items), { minLength: minItems, maxLength: Math.min(maxItems, LONGEST_LIST) });
    }
    case 'object':
      return objectOf(schema);
    default:
      // The one name that no object may have is a thing made wrong.
      return fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('__proto__'));
  }
}

/** Values at and beyond the edges of every type, whatever a schema says. */
export const upsetting: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -0,
  -1,
  0.5,
  99.99,
  1e300,
  10_000_000_000_000,
  999_999_999_999_999,
  1_000_000_000_000_000,
  Number.MAX_SAFE_INTEGER + 1,
  -Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  'NaN',
  '100',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u007f\u0085\u2028',
  'x'.repeat(256),
  'é'.repeat(5_000),
  "'; DROP TABLE payments; --",
  '{{7*7}}',
  '../../etc/passwd',
  'wal_1',
  `wal_${'A'.repeat(32)}`,
  `usr_${'0'.repeat(32)}`,
  'wal_00000000000070008001000000000001',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  '0000-01-01T00:00:00Z',
  [],
  [null],
  [[[[]]]],
  {},
  { constructor: { prototype: 1 } },
  { toString: null },
);
