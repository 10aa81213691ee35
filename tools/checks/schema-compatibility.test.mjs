import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { brokenSchemas, incompatibilities } from './schema-compatibility.mjs';

const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });
const text = { type: 'string' };
const whole = { type: 'integer' };
const orNull = (schema) => ({ anyOf: [schema, { type: 'null' }] });
const released = object({ id: whole, note: text, failure: { type: ['string', 'null'] } });
const present = (changes, required) => object({ ...released.properties, ...changes }, required ?? released.required);

describe('a schema that goes on', () => {
  for (const [what, schema] of [
    ['the same', released],
    ['with a new optional field', present({ more: text })],
    ['with null said in another way', present({ failure: orNull(text) })],
  ])
    it(`${what} is compatible`, () => assert.deepEqual(incompatibilities(released, schema), []));
});

describe('a schema that breaks its readers', () => {
  for (const [what, schema, said] of [
    ['a removed field', object({ id: whole, failure: released.properties.failure }), 'note is gone'],
    ['a retyped field', present({ id: text }), 'id was integer and is now string'],
    [
      'a narrowed field',
      present({ note: { enum: ['a'], type: 'string' } }),
      'note has another enum: none became ["a"]',
    ],
    ['a field that was never null', present({ note: orNull(text) }), 'note may now be null'],
    ['a field that must not be null any more', present({ failure: text }), 'failure may no longer be null'],
    ['a new required field', present({ more: text }, ['id', 'note', 'failure', 'more']), 'more is new and required'],
    ['a field that may be missing', present({}, ['id', 'failure']), 'note may now be missing'],
  ])
    it(`${what}: ${said}`, () => assert.deepEqual(incompatibilities(released, schema), [said]));

  it('names a field by its path, through nullable objects and lists', () => {
    const envelope = (row) => object({ after: orNull(row), rows: { type: 'array', items: row } });
    assert.deepEqual(incompatibilities(envelope(released), envelope(present({ id: text }))), [
      'after.id was integer and is now string',
      'rows[].id was integer and is now string',
    ]);
  });

  it('says when an optional field becomes required', () =>
    assert.deepEqual(incompatibilities(object({ a: text }, []), object({ a: text })), ['a is newly required']));
});

describe('the schemas of the last release', () => {
  const folder = new URL('../../docs/schemas/released/', import.meta.url);
  const all = new Map(
    readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]),
  );

  for (const [name, schema] of all)
    for (const field of Object.keys(schema.properties))
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
