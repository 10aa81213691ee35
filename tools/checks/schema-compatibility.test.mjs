import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { keptOptional } from './kept-optional.mjs';
import { brokenSchemas, incompatibilities, unjudgeable } from './schema-compatibility.mjs';

const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });
const text = { type: 'string' };
const whole = { type: 'integer' };
const orNull = (schema) => ({ anyOf: [schema, { type: 'null' }] });
const released = object({ id: whole, note: text, failure: { type: ['string', 'null'] } });
const present = (changes, required) => object({ ...released.properties, ...changes }, required ?? released.required);

const kind = (values, more = {}) =>
  present({ kind: { type: 'string', enum: values, ...more } }, [...released.required, 'kind']);
const told = { 'x-extensible-enum': true };

describe('a schema that goes on', () => {
  for (const [what, before, after] of [
    ['the same', released, released],
    ['with a new optional member', released, present({ more: text })],
    ['with null said in another way', released, present({ failure: orNull(text) })],
    ['with a new value that readers were told to expect', kind(['a'], told), kind(['a', 'b'], told)],
    ['with the values of an enum in another order', kind(['a', 'b']), kind(['b', 'a'])],
    [
      'with null among the values said in another way',
      present({ failure: { type: ['string', 'null'], enum: ['a', null] } }),
      present({ failure: orNull({ type: 'string', enum: ['a'] }) }),
    ],
    ['with other words to people', released, { ...present({ note: { ...text, description: 'A note.' } }), title: 'T' }],
    ['that says its producer writes nothing else', released, { ...released, additionalProperties: false }],
    ['that no longer says so', { ...released, additionalProperties: false }, released],
    ['with another reason for a tombstone', { ...text, 'x-may-be-absent': 'a' }, { ...text, 'x-may-be-absent': 'b' }],
    [
      'with alternatives told in other words',
      { anyOf: [text, { ...whole, description: 'a' }] },
      { anyOf: [text, { ...whole, description: 'b' }] },
    ],
  ])
    it(`${what} is compatible`, () => assert.deepEqual(incompatibilities(before, after), []));
});

/** A keyword of a member, in two forms: each of them, and its coming and going, is refused in both directions. */
const FIXED = {
  const: ['a', 'b'],
  format: ['uuid', 'date-time'],
  pattern: ['^a$', '^a+$'],
  contentEncoding: ['base64', 'base16'],
  contentMediaType: ['application/json', 'text/plain'],
  minimum: [1, 2],
  maximum: [1, 2],
  exclusiveMinimum: [0, 1],
  exclusiveMaximum: [8, 9],
  minLength: [1, 2],
  maxLength: [8, 9],
  minItems: [1, 2],
  maxItems: [8, 9],
  minProperties: [1, 2],
  maxProperties: [8, 9],
  'x-encoding': ['text', 'bytes'],
};

describe('what a member may hold', () => {
  for (const [keyword, [one, other]] of Object.entries(FIXED))
    for (const [from, to] of [
      [one, other],
      [other, one],
      [undefined, one],
      [one, undefined],
    ]) {
      const [before, after] = [from, to].map((value) => ({
        ...text,
        ...(value === undefined ? {} : { [keyword]: value }),
      }));
      const [was, is] = [from, to].map((value) => (value === undefined ? 'none' : JSON.stringify(value)));
      const said = `note has another ${keyword}: ${was} became ${is}`;
      it(said, () => assert.deepEqual(incompatibilities(present({ note: before }), present({ note: after })), [said]));
    }
});

describe('a schema that breaks its readers', () => {
  for (const [what, before, after, said] of [
    ['a removed member', released, object({ id: whole, failure: released.properties.failure }), 'note is gone'],
    ['a retyped member', released, present({ id: text }), 'id was integer and is now string'],
    [
      'a member of more types',
      released,
      present({ id: { type: ['integer', 'string'] } }),
      'id was integer and is now integer or string',
    ],
    ['a member of any type', released, present({ id: {} }), 'id was integer and is now anything'],
    [
      'a narrowed member',
      released,
      present({ note: { enum: ['a'], type: 'string' } }),
      'note has another enum: none became ["a"]',
    ],
    ['a widened member', kind(['a']), kind(undefined), 'kind has another enum: ["a"] became none'],
    ['a value that readers were not told to expect', kind(['a']), kind(['a', 'b']), 'kind can now be "b"'],
    ['a value that is gone', kind(['a', 'b'], told), kind(['a'], told), 'kind can no longer be "b"'],
    [
      'values to come, untold',
      kind(['a']),
      kind(['a'], told),
      'kind may now have values that readers were not told of',
    ],
    [
      'values to come, no longer told',
      kind(['a'], told),
      kind(['a']),
      'kind no longer tells readers to expect new values',
    ],
    ['a member that was never null', released, present({ note: orNull(text) }), 'note may now be null'],
    ['null among the types', released, present({ note: { type: ['string', 'null'] } }), 'note may now be null'],
    [
      'null among the values',
      kind(['a']),
      present({ kind: { type: ['string', 'null'], enum: ['a', null] } }, [...released.required, 'kind']),
      'kind may now be null',
    ],
    ['a member that must not be null any more', released, present({ failure: text }), 'failure may no longer be null'],
    [
      'a new required member',
      released,
      present({ more: text }, ['id', 'note', 'failure', 'more']),
      'more is new and required',
    ],
    ['a member that may be missing', released, present({}, ['id', 'failure']), 'note may now be missing'],
    ['an optional member that becomes required', object({ a: text }, []), object({ a: text }), 'a is newly required'],
    ['a tombstone', text, { ...text, 'x-may-be-absent': 'Why.' }, 'the record may now be absent'],
    ['no tombstone any more', { ...text, 'x-may-be-absent': 'Why.' }, text, 'the record may no longer be absent'],
    [
      'another alternative',
      { anyOf: [text, whole] },
      { anyOf: [text, { type: 'boolean' }] },
      'the record has other alternatives',
    ],
    [
      'a list of something else',
      object({ a: { type: 'array', items: text } }),
      object({ a: { type: 'array', items: whole } }),
      'a[] was string and is now integer',
    ],
    [
      'a list of anything',
      object({ a: { type: 'array', items: text } }),
      object({ a: { type: 'array' } }),
      'a has other items',
    ],
    [
      'a map of something else',
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: whole },
      '[] was string and is now integer',
    ],
    [
      'a map that is none any more',
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: false },
      'the record has other additionalProperties',
    ],
  ])
    it(`${what}: ${said}`, () => assert.deepEqual(incompatibilities(before, after), [said]));

  it('names a field by its path, through nullable objects and lists', () => {
    const envelope = (row) => object({ after: orNull(row), rows: { type: 'array', items: row } });
    assert.deepEqual(incompatibilities(envelope(released), envelope(present({ id: text }))), [
      'after.id was integer and is now string',
      'rows[].id was integer and is now string',
    ]);
  });
});

describe('what the rule does not know', () => {
  const NOT_JUDGED = {
    allOf: [text],
    $ref: '#/$defs/a',
    $defs: { a: text },
    propertyNames: text,
    prefixItems: [text],
    not: text,
    uniqueItems: true,
    multipleOf: 2,
    if: text,
    then: text,
    else: text,
    contains: text,
    minContains: 1,
    patternProperties: { a: text },
    dependentRequired: { a: ['b'] },
    dependentSchemas: { a: text },
    unevaluatedProperties: false,
    unevaluatedItems: false,
    nullable: true,
    'x-other': true,
  };
  for (const [keyword, value] of Object.entries(NOT_JUDGED)) {
    const said = `${keyword}, which this check can not judge`;
    it(`${keyword} is refused wherever it stands, before as after`, () => {
      const schema = { ...text, [keyword]: value };
      assert.deepEqual(unjudgeable(schema), [`the record has ${said}`]);
      for (const [around, path] of [
        [object({ a: schema }), 'a'],
        [object({ a: orNull(object({ b: schema })) }), 'a.b'],
        [{ type: 'array', items: schema }, '[]'],
        [{ type: 'object', additionalProperties: schema }, '[]'],
        [{ oneOf: [whole, object({ a: schema })] }, 'a'],
      ])
        assert.deepEqual(unjudgeable(around), [`${path} has ${said}`]);
      const [known, unknown] = [new Map([['a', text]]), new Map([['a', schema]])];
      for (const pair of [
        [known, unknown],
        [unknown, known],
        [new Map(), unknown],
      ])
        assert.ok(brokenSchemas(...pair).includes(`a: the record has ${said}`));
    });
  }

  for (const [keyword, value] of Object.entries({
    type: 'string',
    enum: ['a'],
    pattern: '^a$',
    properties: { a: text },
  }))
    it(`${keyword} beside anyOf is refused`, () =>
      assert.ok(
        unjudgeable({ anyOf: [text, { type: 'null' }], [keyword]: value }).includes(
          `the record has ${keyword} beside anyOf, which this check can not judge`,
        ),
      ));

  it('a schema that is true or false is refused', () =>
    assert.deepEqual(unjudgeable(object({ a: true })), ['a has true for a schema, which this check can not judge']));
});

describe('the schemas of the last release', () => {
  const folder = new URL('../../docs/schemas/released/', import.meta.url);
  const all = new Map(
    readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]),
  );

  for (const [name, schema] of all)
    for (const field of Object.keys(schema.properties ?? {}))
      it(`${name} without ${field} is refused`, () => {
        const { [field]: _, ...properties } = schema.properties;
        assert.deepEqual(brokenSchemas(all, new Map(all).set(name, { ...schema, properties })), [
          `${name}: ${field} is gone`,
        ]);
      });

  it('must all be there still', () =>
    assert.deepEqual(
      brokenSchemas(all, new Map()),
      [...all.keys()].map((name) => `${name}: the schema is gone`),
    ));
});

describe('a column that came after the release', () => {
  const row = (columns, required) => ({ ...object({ after: orNull(object(columns, required)) }), title: 'T' });
  const before = row({ id: whole, note: text }, ['id']);

  it('is optional, in the row as at the top, and so are those that came before', () => {
    const after = row({ id: whole, note: text, more: text });
    assert.deepEqual(keptOptional(after, before), row({ id: whole, note: text, more: text }, ['id']));
    assert.deepEqual(
      keptOptional(object({ id: whole, more: text }), object({ id: whole })),
      object({ id: whole, more: text }, ['id']),
    );
    assert.deepEqual(incompatibilities(before, keptOptional(after, before)), []);
  });

  it('is as it comes in a schema that was never released', () =>
    assert.deepEqual(keptOptional(before, undefined), before));
});
