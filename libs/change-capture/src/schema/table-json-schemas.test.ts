import { describe, expect, it } from '@jest/globals';
import { contentFaults } from '@vf/testing';
import fc from 'fast-check';
import { catalogue, compiled, json, numericModifier, oidOf } from '../encode/columns/encode-value.fixture.js';
import { contextOf, describe as described, encode, relationOf } from '../encode/encode-rows.fixture.js';
import { EnvelopeEncoder } from '../encode/envelope-encoder.js';
import { profiles, resolveFormat } from '../encode/format-options.js';
import { RowsEncoder } from '../encode/rows-encoder.js';
import type { EnvelopeTable, RowsTable } from '../encode/table-plan.js';
import { deleteMessage, insertMessage, keyUpdateMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import { piiPlan } from '../pii/pii-plan.js';
import type { ColumnFacts } from '../types/column-facts.js';
import { tableJsonSchemas } from './table-json-schemas.js';

const place = { schema: 'public', table: 'things', partitions: 4, key: ['id'] };
const envelope: EnvelopeTable = { ...place, mode: 'envelope', topic: 'vf.public.things' };
const rows: RowsTable = { ...place, mode: 'rows', topic: 'vf.rows.things' };

const outside = { inIdentity: false };
const columns: readonly WireColumn[] = [
  { name: 'id', typeOid: oidOf('int8') },
  { name: 'note', typeOid: oidOf('text'), ...outside },
  { name: 'amount', typeOid: oidOf('numeric'), ...outside },
  { name: 'tags', typeOid: oidOf('_text'), ...outside },
  { name: 'numbers', typeOid: oidOf('_int4'), ...outside },
  { name: 'at', typeOid: oidOf('timestamptz'), ...outside },
];
const NOT_NULL = Object.fromEntries(columns.map(({ name }) => [name, { notNull: true }]));
const ROW = ['7', 'n', '1.50', '{a}', '{1}', '2026-11-24 10:00:00+00'];

interface Setting {
  readonly of?: readonly WireColumn[];
  readonly identity?: string;
  readonly facts?: Readonly<Record<string, Partial<ColumnFacts>>>;
  readonly format?: (typeof profiles)['json'] | ReturnType<typeof resolveFormat>;
}

const describedBy = ({ of = columns, identity = 'f', facts = NOT_NULL }: Setting = {}) => ({
  ...described(relationOf('things', of, identity), facts),
  catalogue,
});

function schemaOf(plan: EnvelopeTable | RowsTable, setting: Setting = {}, part: 'key' | 'value' = 'value') {
  const schemas = tableJsonSchemas(plan, describedBy(setting), setting.format ?? profiles.json);
  return schemas.find((candidate) => candidate.part === part)!;
}

describe('records of a table whose old rows are not sent whole', () => {
  const setting = { identity: 'd' };
  const encoders = {
    [envelope.topic]: new EnvelopeEncoder(envelope, contextOf(describedBy(setting)), { version: '1', name: 'vf' }),
    [rows.topic]: new RowsEncoder(rows, contextOf(describedBy(setting))),
  };
  const CHANGES = {
    'an insert': insertMessage(1, ROW),
    'an update that sends everything': keyUpdateMessage(1, null, ROW),
    'an update that leaves large values as they were': keyUpdateMessage(1, null, [
      '7',
      undefined,
      undefined,
      undefined,
      undefined,
      ROW[5],
    ]),
    'a changed key': keyUpdateMessage(1, ['8', null, null, null, null, null], ROW),
    'a delete': deleteMessage(1, ['7', null, null, null, null, null], 'K'),
  };

  for (const plan of [envelope, rows]) {
    const schema = schemaOf(plan, setting).schema;
    it.each(Object.entries(CHANGES))(`${plan.mode}: %s fits`, (_, bytes) => {
      const values = encode(encoders[plan.topic]!, bytes).flatMap(({ value }) => value ?? []);
      expect(values.length).toBeGreaterThan(0);
      expect(values.flatMap((value) => contentFaults(schema, JSON.parse(value)))).toEqual([]);
    });
  }

  it('do not fit where the source sends old rows whole', () => {
    const [update] = encode(encoders[envelope.topic]!, CHANGES['an update that leaves large values as they were']);
    const [deletion] = encode(encoders[rows.topic]!, CHANGES['a delete']);
    expect(contentFaults(schemaOf(envelope).schema, JSON.parse(update!.value!))).not.toEqual([]);
    expect(contentFaults(schemaOf(rows).schema, JSON.parse(deletion!.value!))).not.toEqual([]);
  });
});

describe('the schemas of a table', () => {
  const base = JSON.stringify(schemaOf(envelope));
  const without = (name: string) => columns.filter((column) => column.name !== name);
  const retyped = (name: string, type: string) =>
    columns.map((column) => (column.name === name ? { ...column, typeOid: oidOf(type) } : column));

  it.each<[string, Setting]>([
    ['a column more', { of: [...columns, { name: 'more', typeOid: oidOf('bool') }] }],
    ['a column less', { of: without('note') }],
    ['a column renamed', { of: [...without('note'), { name: 'remark', typeOid: oidOf('text') }] }],
    ['a column retyped', { of: retyped('note', 'jsonb') }],
    ['a column that takes null', { facts: { ...NOT_NULL, note: { notNull: false } } }],
    ['an enum', { of: retyped('note', 'mood') }],
    ['a precision', { facts: { ...NOT_NULL, amount: { notNull: true, modifier: numericModifier(15, 2) } } }],
    ['another replica identity', { identity: 'd' }],
    ['another form of decimals', { format: resolveFormat('json', { 'decimal.handling.mode': 'double' }) }],
    ['operations that are left out', { format: resolveFormat('json', { 'skipped.operations': 't' }) }],
  ])('change with %s', (_, setting) => {
    expect(JSON.stringify(schemaOf(envelope, setting))).not.toBe(base);
  });

  it('change with what is hashed', () => {
    const pii = piiPlan.parse({ columns: { note: 'email' } });
    const { schema } = schemaOf({ ...rows, pii });
    expect(schema.properties?.['note']).toMatchObject({ type: 'string', pattern: expect.stringContaining('hmac:') });
  });

  it('say where a part may be absent', () => {
    expect([schemaOf(envelope).mayBeAbsent, schemaOf(envelope, {}, 'key').mayBeAbsent]).toEqual([
      'A tombstone, which follows each delete.',
      'A truncate has no key.',
    ]);
    const strict = resolveFormat('json', { 'tombstones.on.delete': false, 'skipped.operations': 't' });
    const parts = (['value', 'key'] as const).map((part) => schemaOf(envelope, { format: strict }, part));
    expect(parts.map(({ mayBeAbsent }) => mayBeAbsent)).toEqual([undefined, undefined]);
    expect(schemaOf(rows, {}, 'key').mayBeAbsent).toBeUndefined();
  });

  it('have no key for a table without one', () => {
    const parts = tableJsonSchemas({ ...envelope, key: [] }, describedBy(), profiles.json).map(({ part }) => part);
    expect(parts).toEqual(['value']);
  });

  it('are refused for records that carry a schema of their own', () => {
    expect(() => schemaOf(envelope, { format: profiles.connect })).toThrow('carry their schema');
  });
});

describe('the schema of a column', () => {
  const fits = (type: string, text: string, facts: Partial<ColumnFacts> = {}) => {
    const column = compiled(type, 'json', facts)!;
    return contentFaults(column.json, JSON.parse(json(type, text, 'json', facts))).length === 0;
  };

  it('takes every decimal of its precision and scale', () => {
    const anyDecimal = fc.tuple(fc.integer({ min: 1, max: 15 }), fc.nat(15)).chain(([whole, scale]) => {
      const digits = fc.tuple(
        fc.constantFrom('', '-'),
        fc.bigInt({ min: 0n, max: 10n ** BigInt(whole) - 1n }),
        fc.bigInt({ min: 0n, max: 10n ** BigInt(scale) - 1n }),
      );
      return digits.map(([sign, before, behind]) => ({
        modifier: numericModifier(whole + scale, scale),
        text: `${sign}${String(before)}${scale > 0 ? `.${String(behind).padStart(scale, '0')}` : ''}`,
        tooLong: `${sign}1${'0'.repeat(whole)}${scale > 0 ? `.${'0'.repeat(scale)}` : ''}`,
      }));
    });
    fc.assert(
      fc.property(anyDecimal, ({ modifier, text, tooLong }) => {
        expect([fits('numeric', text, { modifier }), fits('numeric', tooLong, { modifier })]).toEqual([true, false]);
      }),
    );
  });

  it('takes every instant of the years 1 to 9999', () => {
    const bounds = {
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(bounds), fc.nat(999_999), (date, us) => {
        const fraction = String(us).padStart(6, '0').replace(/0+$/, '');
        const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction === '' ? '' : `.${fraction}`}+00`;
        expect(fits('timestamptz', text)).toBe(true);
      }),
    );
  });

  it.each([
    ['numeric', 'NaN'],
    ['timestamptz', 'infinity'],
    ['timestamptz', '0044-03-15 00:00:00+00 BC'],
    ['mood', 'unheard-of'],
  ])('of %s does not take %s', (type, text) => expect(fits(type, text)).toBe(false));

  it.each([
    ['mood', 'it"s'],
    ['_mood', '{sad,NULL}'],
    ['_int4', '{{1,2},{3,4}}'],
    ['price', '1.50'],
    ['point', '(1,-2.5)'],
    ['jsonb', '{"a": 1}'],
    ['int2', '-32768'],
  ])('of %s takes %s', (type, text) => expect(fits(type, text)).toBe(true));
});
