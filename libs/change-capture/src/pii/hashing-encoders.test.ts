import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escaped } from '../encode/columns/text.js';
import { RecordArena } from '../encode/record-arena.js';
import { hashedColumn, hashedPaths } from './hashing-encoders.js';
import { PiiHasher } from './pii-hasher.js';
import { piiPlan, type PiiForm } from './pii-plan.js';

const hasher = new PiiHasher([{ id: 'k1', secret: 'a-secret-of-thirty-two-characters' }]);
const [JSONB, TEXT] = [3802, 25];
const PATHS = { '$.email': 'email', '$.customer.phone': 'phone', '$.guests[*].email': 'email' } as const;

const hashText = (form: PiiForm, value: string) => hasher.hash(form, value).toString();

/** A column's JSON as a reader gets it. */
function encodedWith(encoder: ReturnType<typeof hashedColumn>, text: string): unknown {
  const out = new RecordArena(64);
  const source = Buffer.from(`<${text}>`);
  out.begin();
  encoder(out, source, 1, source.length - 1);
  return JSON.parse(out.finish().toString());
}

const pathsOf = (text: string, type = JSONB, paths: Readonly<Record<string, PiiForm>> = PATHS) =>
  encodedWith(hashedPaths({ hasher, paths, plain: escaped, isJsonType: type === JSONB }), text) as string;

/** The same by objects, as the specification of what the byte form does. */
function hashedObject(value: unknown): unknown {
  const { email, customer, guests, ...others } = value as Record<string, unknown>;
  const leaf = (form: PiiForm, found: unknown) =>
    found === null || found === undefined
      ? found
      : hashText(typeof found === 'object' ? 'text' : form, typeof found === 'string' ? found : JSON.stringify(found));
  const member = (form: PiiForm, name: string, found: unknown): unknown => {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return leaf('text', found);
    const holder = found as Record<string, unknown>;
    return name in holder ? { ...holder, [name]: leaf(form, holder[name]) } : holder;
  };
  const elements = Array.isArray(guests)
    ? guests.map((guest) => member('email', 'email', guest))
    : leaf('text', guests);
  return JSON.parse(
    JSON.stringify({
      ...others,
      email: leaf('email', email),
      customer: member('phone', 'phone', customer),
      guests: elements,
    }),
  );
}

const anyScalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
const anyPerson = fc.record({ email: anyScalar, phone: anyScalar, 'a "name"': anyScalar }, { requiredKeys: [] });
const anyMetadata = fc.record(
  {
    email: anyScalar,
    customer: fc.oneof(anyPerson, anyScalar),
    guests: fc.oneof(fc.array(fc.oneof(anyPerson, anyScalar), { maxLength: 3 }), anyScalar),
    other: fc.jsonValue(),
    // JSON has no second zero.
  },
  { requiredKeys: [] },
);

describe('a hashed column', () => {
  it('is a string of the hash, whatever its type', () => {
    const phone = hashedColumn(hasher, 'phone');
    expect(encodedWith(phone, '+250 788 1')).toBe(hashText('phone', '2507881'));
    expect(encodedWith(phone, '2507881')).toBe(hashText('phone', '2507881'));
    expect(hashText('phone', '2507881')).toMatch(/^hmac:k1:[0-9a-f]{64}$/);
  });
});

describe('hashed paths', () => {
  it('hash what is there, and what stands in their way in another shape', () => {
    fc.assert(
      fc.property(anyMetadata, fc.constantFrom(undefined, 2), (metadata, indent) => {
        expect(JSON.parse(pathsOf(JSON.stringify(metadata, null, indent)))).toEqual(hashedObject(metadata));
      }),
    );
  });

  it('change nothing else: numbers, order, repeated members and escapes stay as they are written', () => {
    const text = String.raw`{"n": 12345678901234567890, "n": 1.10, "Email": "kept", "x": "\u0041\"}{"}`;
    expect(pathsOf(text)).toBe(text);
    expect(pathsOf(`{"n": 12345678901234567890, "email": "a@b.rw", "z": [1,  2]}`)).toBe(
      `{"n": 12345678901234567890, "email": "${hashText('email', 'a@b.rw')}", "z": [1,  2]}`,
    );
  });

  it('see through escapes in names and values, and hash a repeated member each time', () => {
    const shown = pathsOf(String.raw`{"\u0065mail": "a\u0040b.rw", "email": "c@d.rw", "email": null}`);
    const [first, second] = [hashText('email', 'a@b.rw'), hashText('email', 'c@d.rw')];
    expect(shown).toBe(String.raw`{"\u0065mail": "${first}", "email": "${second}", "email": null}`);
  });

  it('hash the column whole when it is no object, or no JSON', () => {
    expect(pathsOf('"a@b.rw"')).toBe(`"${hashText('text', 'a@b.rw')}"`);
    for (const text of ["{'email': 'a@b.rw'}", '{"email": "a@b.rw"', '{"other": [}, "email": "a@b.rw"]}', '']) {
      expect(pathsOf(text, TEXT)).toBe(hashText('text', text));
    }
  });

  it('never show the value, in whatever text it stands', () => {
    const value = 'secret-person@example.com';
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', ' ', 'e', '"email":', `"${value}"`, '"customer":'),
        ),
        (pieces) => {
          const text = pieces.join('');
          const shown = pathsOf(text, TEXT, { '$.email': 'email' });
          // In a text that is JSON it may stand elsewhere than at the path; one that is none shows nothing.
          if (!isJson(text) || /^\{"email":"[^"]*"\}$/.test(text)) expect(shown).not.toContain(value);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('follow names with any characters', () => {
    const plan = piiPlan.parse({ paths: { metadata: { '$["e mail"][*].x-y': 'text' } } });
    const text = '{"e mail": [{"x-y": "1", "z": "2"}]}';
    expect(pathsOf(text, JSONB, plan.paths['metadata'])).toBe(
      `{"e mail": [{"x-y": "${hashText('text', '1')}", "z": "2"}]}`,
    );
  });

  it.each(['email', '$', '$.', '$.a b', '$[0]', '$..a', '$.a[*'])('refuse the path %s', (path) => {
    expect(() => piiPlan.parse({ paths: { metadata: { [path]: 'text' } } })).toThrow('use a path such as');
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
