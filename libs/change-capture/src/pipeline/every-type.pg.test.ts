import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contentFaults } from '@vf/testing';
import { profiles } from '../encode/format-options.js';
import { recordJsonSchemas } from '../schema/record-json-schemas.js';
import { settles } from '../settles.fixture.js';
import { sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import { createTables, ownTable, streamTables, type OwnTables, type StreamingTables } from './source-table.fixture.js';

type Json = unknown;

/** Column, type, SQL of a value; what json and Debezium's defaults make of it, `undefined` for left out. */
const CASES: readonly (readonly [column: string, type: string, sql: string, json: Json, debezium: Json])[] = [
  ['a_bool', 'bool', 'true', true, true],
  ['a_bit', 'bit', `B'1'`, true, true],
  ['some_bits', 'bit(9)', `B'100000001'`, '100000001', 'AQE='],
  ['a_varbit', 'varbit(8)', `B'101'`, '101', 'BQ=='],
  ['a_small', 'int2', '-32768', -32768, -32768],
  ['an_oid', 'oid', '4294967295', 4294967295, 4294967295],
  ['a_real', 'float4', `'NaN'`, 'NaN', 'NaN'],
  ['a_double', 'float8', `'-Infinity'`, '-Infinity', '-Infinity'],
  ['an_amount', 'numeric(15,2)', '-5000.5', '-5000.50', '+F6u'],
  ['any_number', 'numeric', '1.500', '1.500', { scale: 1, value: 'Dw==' }],
  ['not_a_number', 'numeric', `'NaN'`, 'NaN', null],
  ['cash', 'money', `'-12.34'`, '-12.34', '+y4='],
  ['a_date', 'date', `'0044-03-15 BC'`, '-0043-03-15', -735160],
  ['last_date', 'date', `'infinity'`, 'infinity', -2147472692],
  ['a_time', 'time', `'24:00:00'`, '24:00:00.000000', 86_400_000_000],
  ['a_time_ms', 'time(3)', `'10:00:00.12'`, '10:00:00.120000', 36_000_120],
  ['a_zoned_time', 'timetz', `'10:00:00.5+02'`, '08:00:00.500000Z', '08:00:00.5Z'],
  ['a_timestamp', 'timestamp', `'2026-11-24 10:00:00.12'`, '2026-11-24T10:00:00.120000Z', 1_795_514_400_120_000],
  ['a_timestamp_s', 'timestamp(0)', `'2026-11-24 10:00:00'`, '2026-11-24T10:00:00.000000Z', 1_795_514_400_000],
  [
    'an_instant',
    'timestamptz',
    `'2026-11-24 12:00:00.123456+02'`,
    '2026-11-24T10:00:00.123456Z',
    '2026-11-24T10:00:00.123456Z',
  ],
  ['first_instant', 'timestamptz', `'-infinity'`, '-infinity', '-infinity'],
  [
    'far_instant',
    'timestamptz',
    `'10000-01-01 00:00:00+00'`,
    '+10000-01-01T00:00:00.000000Z',
    '+10000-01-01T00:00:00.000000Z',
  ],
  [
    'old_instant',
    'timestamptz',
    `'4714-11-24 00:00:00+00 BC'`,
    '-4713-11-24T00:00:00.000000Z',
    '-4713-11-24T00:00:00.000000Z',
  ],
  ['an_interval', 'interval', `'1 year 2 mons -3 days 04:05:06.789'`, 'P1Y2M-3DT4H5M6.789S', 36_572_706_789_000],
  ['a_text', 'text', `E'"q" \\\\ \\n 🦄'`, '"q" \\ \n 🦄', '"q" \\ \n 🦄'],
  ['a_varchar', 'varchar(9)', `'v'`, 'v', 'v'],
  ['a_char', 'char(3)', `'c'`, 'c  ', 'c  '],
  ['any_case', 'citext', `'MiXed'`, 'MiXed', 'MiXed'],
  ['a_json', 'json', `'[ 12345678901234567890 ]'`, '[ 12345678901234567890 ]', '[ 12345678901234567890 ]'],
  ['a_jsonb', 'jsonb', `'{"n": 12345678901234567890}'`, '{"n": 12345678901234567890}', '{"n": 12345678901234567890}'],
  ['pairs', 'hstore', `'a=>1,b=>NULL'`, '{"a":"1","b":null}', '{"a":"1","b":null}'],
  ['some_bytes', 'bytea', `'\\x00ff'`, 'AP8=', 'AP8='],
  [
    'a_point',
    'point',
    `'(1,-2.5)'`,
    { x: 1, y: -2.5 },
    { x: 1, y: -2.5, wkb: 'AQEAAAAAAAAAAADwPwAAAAAAAATA', srid: null },
  ],
  ['a_box', 'box', `'(1,1),(0,0)'`, '(1,1),(0,0)', undefined],
  ['a_circle', 'circle', `'<(1,2),3>'`, '<(1,2),3>', undefined],
  ['an_inet', 'inet', `'10.0.0.1/8'`, '10.0.0.1/8', '10.0.0.1/8'],
  ['a_mac', 'macaddr8', `'08:00:2b:01:02:03:04:05'`, '08:00:2b:01:02:03:04:05', '08:00:2b:01:02:03:04:05'],
  ['an_xml', 'xml', `'<a/>'`, '<a/>', '<a/>'],
  ['a_path', 'ltree', `'a.b'`, 'a.b', 'a.b'],
  ['a_tsvector', 'tsvector', `'a b'`, `'a' 'b'`, `'a' 'b'`],
  ['a_range', 'int4range', `'[1,5)'`, '[1,5)', '[1,5)'],
  [
    'a_time_range',
    'tstzrange',
    `'[2026-01-01 00:00:00+00,)'`,
    '["2026-01-01 00:00:00+00",)',
    '["2026-01-01 00:00:00+00",)',
  ],
  ['ranges', 'int4multirange', `'{[1,3)}'`, '{[1,3)}', undefined],
  [
    'an_id',
    'uuid',
    `'0190a1b2-0000-7000-8000-000000000001'`,
    '0190a1b2-0000-7000-8000-000000000001',
    '0190a1b2-0000-7000-8000-000000000001',
  ],
  ['a_mood', 'mood', `'it"s'`, 'it"s', 'it"s'],
  ['a_price', 'price', '1.5', '1.50', 'AJY='],
  ['a_net_price', 'net_price', '1.5', '1.50', 'AJY='],
  ['tagged', 'tags', `ARRAY['x', NULL]`, ['x', null], ['x', null]],
  ['felt', 'feeling', `'sad'`, 'sad', 'sad'],
  ['a_pair', 'pair', `ROW(1, 'a b')`, '(1,"a b")', undefined],
  ['a_position', 'pg_lsn', `'16/B374D848'`, '16/B374D848', undefined],
  ['a_name', 'name', `'n'`, 'n', 'n'],
  ['numbers', 'int4[]', `'{1,NULL,3}'`, [1, null, 3], [1, null, 3]],
  [
    'grid',
    'int4[][]',
    `'{{1,2},{3,4}}'`,
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['from_zero', 'int4[]', `'[0:1]={7,8}'`, [7, 8], [7, 8]],
  [
    'texts',
    'text[]',
    `ARRAY['a,b', NULL, '"q"', '{}', 'NULL']`,
    ['a,b', null, '"q"', '{}', 'NULL'],
    ['a,b', null, '"q"', '{}', 'NULL'],
  ],
  ['amounts', 'numeric(5,2)[]', `'{1.5,NULL}'`, ['1.50', null], ['AJY=', null]],
  [
    'instants',
    'timestamptz[]',
    `ARRAY['2026-11-24 10:00:00+00'::timestamptz]`,
    ['2026-11-24T10:00:00.000000Z'],
    ['2026-11-24T10:00:00.000000Z'],
  ],
  ['moods', 'mood[]', `ARRAY['sad'::mood]`, ['sad'], ['sad']],
  ['prices', 'price[]', `ARRAY[1.5::price]`, ['1.50'], undefined],
  ['boxes', 'box[]', `ARRAY[box '(1,1),(0,0)', box '(2,2),(0,0)']`, ['(1,1),(0,0)', '(2,2),(0,0)'], undefined],
  ['documents', 'jsonb[]', `ARRAY['{"a": 1}'::jsonb]`, ['{"a": 1}'], ['{"a": 1}']],
];

const OWN: OwnTables = {
  ddl: `
    CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION citext;
    CREATE TYPE mood AS ENUM ('sad', 'it"s');
    CREATE DOMAIN price AS numeric(10,2); CREATE DOMAIN net_price AS price CHECK (VALUE > 0);
    CREATE DOMAIN tags AS text[]; CREATE DOMAIN feeling AS mood; CREATE TYPE pair AS (n int, label text);
    CREATE TABLE every (id bigint PRIMARY KEY, ${CASES.map(([column, type]) => `${column} ${type}`).join(', ')});
    ALTER TABLE every REPLICA IDENTITY FULL`,
  publish: 'FOR TABLE every',
  tables: [ownTable('every')],
};

let source: SourceDatabase;
const streams: StreamingTables[] = [];

const topic = OWN.tables[0]!.topic;
const valuesOf = (stream: StreamingTables | undefined) =>
  stream?.broker.of(topic).map(({ value }) => String(value)) ?? [];
const inJson = () => valuesOf(streams[0]);
const inDebezium = () => valuesOf(streams[1]);
const inConnect = () => valuesOf(streams[2]);

/** Row 9007199254740993 has a value everywhere, row 2 none. */
beforeAll(async () => {
  source = await sourceDatabase();
  await createTables(source, OWN);
  streams.push(
    await streamTables(source, OWN, { format: profiles.json, slotSuffix: '_j' }),
    await streamTables(source, OWN, { format: profiles.debezium, slotSuffix: '_d' }),
    await streamTables(source, OWN, { format: profiles.connect, slotSuffix: '_c' }),
  );
  await source.query(`INSERT INTO every VALUES (9007199254740993, ${CASES.map(([, , sql]) => sql).join(', ')});
    INSERT INTO every (id) VALUES (2)`);
  await settles(() => {
    for (const rows of [inJson(), inDebezium(), inConnect()]) expect(rows).toHaveLength(2);
  });
}, 60_000);

afterAll(async () => {
  for (const stream of streams) await stream[Symbol.asyncDispose]();
  await source[Symbol.asyncDispose]();
});

/** Dates and numbers that are none to JSON Schema: outside of what the schemas say. */
const INSTANTS = ['first_instant', 'far_instant', 'old_instant'];

const afterOf = (text: string | undefined) => (JSON.parse(text ?? '{}') as { after: Record<string, Json> }).after;

describe('a table of every type, from the real server', () => {
  it.each(CASES)('%s %s = %s', (column, _type, _sql, json, debezium) => {
    expect([afterOf(inJson()[0])[column], afterOf(inDebezium()[0])[column]]).toEqual([json, debezium]);
  });

  it('keeps integers beyond 2^53 in their digits', () => {
    for (const rows of [inJson(), inDebezium(), inConnect()])
      expect(rows[0]).toContain('"after":{"id":9007199254740993,');
  });

  it('is null in every column of an empty row', () => {
    const { id, ...others } = afterOf(inJson()[1]);
    expect([id, new Set(Object.values(others))]).toEqual([2, new Set([null])]);
    expect(Object.keys(others)).toEqual(CASES.map(([column]) => column));
  });

  it('has a schema for exactly what it has a value for, in connect', () => {
    const { schema, payload } = JSON.parse(inConnect()[0] ?? '{}') as {
      schema: { fields: { field: string; fields: { field: string; type: string }[] }[] };
      payload: { after: Record<string, Json> };
    };
    const after = schema.fields.find(({ field }) => field === 'after');
    expect(after?.fields.map(({ field }) => field)).toEqual(Object.keys(payload.after));
    expect(Object.keys(payload.after)).toEqual(Object.keys(afterOf(inDebezium()[0])));
    // Under a schema an element is one value: a dimension more is null, as Debezium has it.
    expect(payload.after).toEqual({ ...afterOf(inDebezium()[0]), grid: [null, null] });
  });

  it.each([
    ['json', inJson, ['a_real', 'a_double', 'not_a_number', ...INSTANTS]],
    ['debezium', inDebezium, ['a_real', 'a_double', ...INSTANTS]],
  ] as const)(
    'fits the JSON Schema of its columns, in %s, but for special values',
    async (profile, values, special) => {
      const address = { connectionString: source.captureUrl, applicationName: 'test' };
      const question = { address, publication: 'own_capture', tables: OWN.tables, format: profiles[profile] };
      const schemas = await recordJsonSchemas(question);
      const whole = schemas.find(({ part }) => part === 'value')!.schema.properties!['after'] as { anyOf: [object] };
      const faults = values().map((text) => contentFaults(whole.anyOf[0], afterOf(text)));
      const membersOf = (all: readonly string[] = []) => new Set(all.map((fault) => /^\/(\w+) /.exec(fault)?.[1]));
      expect(faults.map(membersOf)).toEqual([new Set(special), new Set()]);
    },
  );

  it('sends a label that was added to an enum meanwhile', async () => {
    await source.query(`ALTER TYPE mood ADD VALUE 'glad'`);
    await source.query(`INSERT INTO every (id, a_mood) VALUES (3, 'glad')`);
    await settles(() => expect(inJson()).toHaveLength(3));
    expect(afterOf(inJson()[2])).toMatchObject({ id: 3, a_mood: 'glad' });
  });
});
