import { describe, expect, it } from '@jest/globals';
import { UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import fc from 'fast-check';
import { CaptureStop } from '../capture-stop.js';
import { keyUpdateMessage, updateMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import { tableJsonSchemas } from '../schema/table-json-schemas.js';
import { fieldName, schemaName } from './adjusted-name.js';
import { contextOf, describe as described, encode, relationOf } from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { resolveFormat } from './format-options.js';
import { RowsEncoder } from './rows-encoder.js';
import type { EnvelopeTable } from './table-plan.js';

describe('an adjusted name', () => {
  /** What the adjusters of Debezium 3.5.0.Final answer: avro and avro_unicode of a schema, and of a field. */
  it.each([
    ['vf.public.t', 'vf.public.t', 'vf.public.t', 'vf_public_t', 'vf_u002epublic_u002et'],
    ['1a', '_1a', '_u0031a', '_1a', '_u0031a'],
    ['a-b', 'a_b', 'a_u002db', 'a_b', 'a_u002db'],
    ['größe', 'gr__e', 'gr_u00f6_u00dfe', 'gr__e', 'gr_u00f6_u00dfe'],
    ['a b.c', 'a_b.c', 'a_u0020b.c', 'a_b_c', 'a_u0020b_u002ec'],
    ['😀x', '__x', '_ud83d_ude00x', '__x', '_ud83d_ude00x'],
    ['_u', '_u', '_u005fu', '_u', '_u005fu'],
    ['é1', '_1', '_u00e91', '_1', '_u00e91'],
    ['a_u00e9', 'a_u00e9', 'a_u005fu00e9', 'a_u00e9', 'a_u005fu00e9'],
    ['', '', '', '', ''],
    ['.x', '_x', '_u002ex', '_x', '_u002ex'],
    ['x.1y', 'x.1y', 'x.1y', 'x_1y', 'x_u002e1y'],
    ['A$', 'A_', 'A_u0024', 'A_', 'A_u0024'],
    ['"q"', '_q_', '_u0022q_u0022', '_q_', '_u0022q_u0022'],
    ['a\t', 'a_', 'a_u009', 'a_', 'a_u009'],
    ['łx', '_x', '_u142x', '_x', '_u142x'],
    ['٣', '_٣', '_u663', '_٣', '_u663'],
    ['中文', '__', '_u4e2d_u6587', '__', '_u4e2d_u6587'],
  ])('of %j is Debezium’s', (name, ...expected) => {
    expect([
      schemaName(name, 'avro'),
      schemaName(name, 'avro_unicode'),
      fieldName(name, 'avro'),
      fieldName(name, 'avro_unicode'),
    ]).toEqual(expected);
    expect([schemaName(name, 'none'), fieldName(name, 'none')]).toEqual([name, name]);
  });

  it('is one that Avro takes, and with avro_unicode another for every other name in ASCII', () => {
    const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(fieldName(one, 'avro_unicode')).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
        expect(fieldName(one, 'avro_unicode') === fieldName(other, 'avro_unicode')).toBe(one === other);
      }),
    );
  });
});

describe('records with adjusted names', () => {
  const columns: readonly WireColumn[] = [
    { name: 'größe', typeOid: 20 },
    { name: 'a note', typeOid: 25, inIdentity: false },
  ];
  const plan: EnvelopeTable = {
    mode: 'envelope',
    schema: 'public',
    table: 'my things',
    topic: 'vf-x.public.my_things',
    partitions: 1,
    key: ['größe'],
  };
  const source = { version: '1', name: 'vf-x' };
  const relation = (of = columns) => relationOf('my things', of, 'd');
  const connect = resolveFormat('connect', {
    'schema.name.adjustment.mode': 'avro',
    'field.name.adjustment.mode': 'avro_unicode',
  });

  it('have them in key, value, schemas and the header of what was not sent, not in the topic', () => {
    const [record] = encode(
      new EnvelopeEncoder(plan, contextOf(relation(), connect), source),
      keyUpdateMessage(1, null, ['7', undefined]),
    );
    expect(record?.topic).toBe('vf-x.public.my_things');
    expect(record?.key).toContain('"field":"gr_u00f6_u00dfe"');
    expect(record?.key).toContain('"name":"vf_x.public.my_things.Key"');
    expect(record?.key).toContain('"payload":{"gr_u00f6_u00dfe":7}');
    for (const part of ['Value', 'Envelope']) expect(record?.value).toContain(`"name":"vf_x.public.my_things.${part}"`);
    expect(record?.value).toContain('"after":{"gr_u00f6_u00dfe":7,"a_u0020note":"__debezium_unavailable_value"}');
    expect(record?.headers[UNSENT_COLUMNS_HEADER]).toBe('["a_u0020note"]');
  });

  it('have them in flat rows and in JSON Schemas too', () => {
    const rows = { ...plan, mode: 'rows' as const, topic: 'vf-x.rows.things' };
    const [record] = encode(
      new RowsEncoder(rows, contextOf(relation(), connect)),
      updateMessage(1, ['7', 'n'], ['7', 'm']),
    );
    expect(record?.value).toContain('"name":"vf_x.rows.things.Value"');
    // The key's field is required, others may be left out.
    expect(record?.value).toMatch(/"optional":true,"field":"a_u0020note"/);
    const json = resolveFormat('json', { 'field.name.adjustment.mode': 'avro' });
    const schemas = tableJsonSchemas(plan, described(relation()), json);
    expect(schemas.map(({ schema }) => JSON.stringify(schema))).toEqual([
      expect.stringContaining('"gr__e":'),
      expect.stringContaining('"a_note":'),
    ]);
  });

  it('are a typed stop where two columns become one', () => {
    const twice = relation([...columns, { name: 'a-note', typeOid: 25 }]);
    const format = resolveFormat('debezium', { 'field.name.adjustment.mode': 'avro' });
    const open = () => new EnvelopeEncoder(plan, contextOf(twice, format), source);
    expect(open).toThrow(CaptureStop);
    expect(open).toThrow(/Columns a note and a-note of public.my things are both a_note/);
  });
});
