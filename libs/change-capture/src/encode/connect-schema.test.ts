import { describe, expect, it } from '@jest/globals';
import { insertMessage } from '../pgoutput/wire-messages.fixture.js';
import { compiled, numericModifier, type FormatName } from './columns/encode-value.fixture.js';
import { debeziumWith } from './columns/encode-value.fixture.js';
import { renderSchema } from './connect-schema.js';
import { contextOf, describe as described, encode, relationOf } from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { profiles } from './format-options.js';

const schemaOf = (type: string, format: FormatName = 'connect', facts = {}) => {
  const column = compiled(type, format, facts);
  return column ? renderSchema(column.schema) : 'omitted';
};
const optional = (start: string, end = '') => `{${start},"optional":true${end},"field":"c"}`;
const named = (type: string, name: string) => optional(`"type":"${type}"`, `,"name":"${name}","version":1`);

describe('the schema of a column', () => {
  it.each([
    ['bool', -1, optional('"type":"boolean"')],
    ['int2', -1, optional('"type":"int16"')],
    ['int4', -1, optional('"type":"int32"')],
    ['oid', -1, optional('"type":"int64"')],
    ['float4', -1, optional('"type":"float"')],
    ['float8', -1, optional('"type":"double"')],
    ['text', -1, optional('"type":"string"')],
    ['name', -1, optional('"type":"string"')],
    ['uuid', -1, named('string', 'io.debezium.data.Uuid')],
    ['jsonb', -1, named('string', 'io.debezium.data.Json')],
    ['hstore', -1, named('string', 'io.debezium.data.Json')],
    ['xml', -1, named('string', 'io.debezium.data.Xml')],
    ['ltree', -1, named('string', 'io.debezium.data.Ltree')],
    ['tsvector', -1, named('string', 'io.debezium.data.Tsvector')],
    ['date', -1, named('int32', 'io.debezium.time.Date')],
    ['time', -1, named('int64', 'io.debezium.time.MicroTime')],
    ['time', 3, named('int32', 'io.debezium.time.Time')],
    ['timetz', -1, named('string', 'io.debezium.time.ZonedTime')],
    ['timestamp', -1, named('int64', 'io.debezium.time.MicroTimestamp')],
    ['timestamp', 0, named('int64', 'io.debezium.time.Timestamp')],
    ['timestamptz', -1, named('string', 'io.debezium.time.ZonedTimestamp')],
    ['interval', -1, named('int64', 'io.debezium.time.MicroDuration')],
    ['bytea', -1, optional('"type":"bytes"')],
    ['bit', 1, optional('"type":"boolean"')],
    ['bit', 9, optional('"type":"bytes"', ',"name":"io.debezium.data.Bits","version":1,"parameters":{"length":"9"}')],
    [
      'varbit',
      -1,
      optional('"type":"bytes"', ',"name":"io.debezium.data.Bits","version":1,"parameters":{"length":"2147483647"}'),
    ],
    [
      'numeric',
      numericModifier(15, 2),
      optional(
        '"type":"bytes"',
        ',"name":"org.apache.kafka.connect.data.Decimal","version":1,' +
          '"parameters":{"scale":"2","connect.decimal.precision":"15"}',
      ),
    ],
    [
      'numeric',
      -1,
      optional(
        '"type":"struct","fields":[{"type":"int32","optional":false,"field":"scale"},' +
          '{"type":"bytes","optional":false,"field":"value"}]',
        ',"name":"io.debezium.data.VariableScaleDecimal","version":1,"doc":"Variable scaled decimal"',
      ),
    ],
    [
      'point',
      -1,
      optional(
        '"type":"struct","fields":[{"type":"double","optional":false,"field":"x"},' +
          '{"type":"double","optional":false,"field":"y"},{"type":"bytes","optional":true,"field":"wkb"},' +
          '{"type":"int32","optional":true,"field":"srid"}]',
        ',"name":"io.debezium.data.geometry.Point","version":1,"doc":"Geometry (POINT)"',
      ),
    ],
    [
      'mood',
      -1,
      optional(
        '"type":"string"',
        ',"name":"io.debezium.data.Enum","version":1,"parameters":{"allowed":"sad,it\\"s,happy"}',
      ),
    ],
    ['_int4', -1, optional('"type":"array","items":{"type":"int32","optional":true}')],
    [
      '_timestamptz',
      -1,
      optional(
        '"type":"array","items":{"type":"string","optional":true,"name":"io.debezium.time.ZonedTimestamp","version":1}',
      ),
    ],
    [
      '_tsvector',
      -1,
      optional(
        '"type":"array","items":{"type":"string","optional":false,"name":"io.debezium.data.Tsvector","version":1}',
      ),
    ],
    ['pair', -1, 'omitted'],
  ])('%s(%i)', (type, modifier, expected) => {
    expect(schemaOf(type, 'connect', { modifier })).toBe(expected);
  });

  it('says what the options make of a type', () => {
    const withMode = (name: string, value: string) => debeziumWith({ [name]: value });
    expect(schemaOf('date', withMode('time.precision.mode', 'connect'))).toBe(
      named('int32', 'org.apache.kafka.connect.data.Date'),
    );
    expect(schemaOf('time', withMode('time.precision.mode', 'nanoseconds'))).toBe(
      named('int64', 'io.debezium.time.NanoTime'),
    );
    expect(schemaOf('timestamp', withMode('time.precision.mode', 'isostring'))).toBe(
      named('string', 'io.debezium.time.IsoTimestamp'),
    );
    expect(schemaOf('hstore', withMode('hstore.handling.mode', 'map'))).toBe(
      optional('"type":"map","keys":{"type":"string","optional":false},"values":{"type":"string","optional":true}'),
    );
    expect(schemaOf('interval', withMode('interval.handling.mode', 'string'))).toBe(
      named('string', 'io.debezium.time.Interval'),
    );
    expect(schemaOf('pair', debeziumWith({ 'include.unknown.datatypes': true }))).toBe(optional('"type":"bytes"'));
  });
});

describe('names', () => {
  const relation = relationOf('t 😀', [{ name: 'id\t\u001f 😀"', typeOid: 23 }]);
  const plan = {
    mode: 'envelope',
    schema: 'public',
    table: 't 😀',
    topic: 't',
    partitions: 1,
    key: ['id\t\u001f 😀"'],
  } as const;

  it.each(['json', 'connect', 'debezium'] as const)('are spelt as Jackson spells them: %s', (profile) => {
    const encoder = new EnvelopeEncoder(plan, contextOf(relation, profiles[profile]), { version: '1', name: 'vf' });
    const [record] = encode(encoder, insertMessage(1, ['7']));
    const name = String.raw`"id\t\u001F \uD83D\uDE00\""`;
    expect(record?.key).toContain(`{${name}:7}`);
    expect(record?.value).toContain(`"after":{${name}:7}`);
    expect(record?.value).toContain(String.raw`"table":"t \uD83D\uDE00"`);
    expect([record?.key, record?.value].join('').split(`"field":${name}`)).toHaveLength(profile === 'connect' ? 4 : 1);
  });
});

describe('the default of a column', () => {
  const defaultOf = (type: string, defaultExpression: string, modifier = -1) =>
    compiled(type, 'connect', { defaultExpression, modifier })?.schema.default;

  it.each([
    ['int4', "nextval('t_id_seq'::regclass)", '0'],
    ['int4', '42', '42'],
    ['int2', "'-5'::integer", '-5'],
    ['int8', "'9223372036854775807'::bigint", '9223372036854775807'],
    ['bool', 'true', 'true'],
    ['bool', 'false', 'false'],
    ['text', "'abc'::text", '"abc"'],
    ['text', "'it''s'::text", '"it"'],
    ['text', 'NULL::text', undefined],
    ['varchar', "'RWF'::character varying", '"RWF"'],
    ['jsonb', "'{}'::jsonb", '"{}"'],
    ['uuid', 'gen_random_uuid()', '"00000000-0000-0000-0000-000000000000"'],
    ['timestamptz', 'now()', '"1970-01-01T00:00:00.000000Z"'],
    ['timestamptz', 'CURRENT_TIMESTAMP', '"1970-01-01T00:00:00.000000Z"'],
    ['timestamp', "'2020-01-02 03:04:05'::timestamp without time zone", '1577934245000000'],
    ['date', 'CURRENT_DATE', '0'],
    ['date', "'2020-01-02'::date", '18263'],
    ['time', "'10:00:00'::time without time zone", '36000000000'],
    ['interval', "'01:00:00'::interval", '3600000000'],
    ['float8', "'1.5'::double precision", '1.5'],
    ['mood', "'sad'::mood", '"sad"'],
    ['mood', "'sad'::other.mood", undefined],
    ['bit', `B'1'::"bit"`, 'true'],
    ['numeric', '1.5', undefined],
    ['bytea', "'\\x00'::bytea", undefined],
    ['_text', "'{}'::text[]", undefined],
    ['price', '1', undefined],
    ['point', "'(1,2)'::point", undefined],
  ])('%s %s is %s', (type, expression, expected) => {
    expect(defaultOf(type, expression, type === 'bit' ? 1 : -1)).toBe(expected);
  });

  it('of a numeric has the column’s scale', () => {
    expect(defaultOf('numeric', '1.5', numericModifier(5, 2))).toBe('"AJY="');
    expect(defaultOf('numeric', '(1 + 1)', numericModifier(5, 2))).toBeUndefined();
    const strings = debeziumWith({ 'decimal.handling.mode': 'string' });
    const facts = { defaultExpression: '7', modifier: numericModifier(5, 2) };
    expect(compiled('numeric', strings, facts)?.schema.default).toBe('"7.00"');
  });

  it('stands in for NULL, as Connect’s converter has it, but not in json', () => {
    const nullOf = (format: FormatName) => String(compiled('int4', format, { defaultExpression: '42' })?.whenNull);
    expect([nullOf('connect'), nullOf('debezium'), nullOf('json')]).toEqual(['42', '42', 'null']);
    expect(nullOf(debeziumWith({ 'value.converter.replace.null.with.default': false }))).toBe('null');
  });

  it.each([
    ['int4', '0'],
    ['text', '""'],
    ['bool', 'false'],
    ['date', '0'],
    ['timestamptz', '"1970-01-01T00:00:00Z"'],
    ['jsonb', '""'],
    ['_int4', '[]'],
    ['numeric', '{"scale":0,"value":"AA=="}'],
  ])('or Debezium’s filler, where %s may not be null', (type, filler) => {
    expect(String(compiled(type, 'connect', { notNull: true })?.whenNull)).toBe(filler);
  });
});

describe('a record with its schema', () => {
  const relation = relationOf('Thing 🦄', [
    { name: 'id', typeOid: 23 },
    { name: 'note', typeOid: 25 },
  ]);
  const plan = {
    mode: 'envelope',
    schema: 'public',
    table: 'Thing 🦄',
    topic: 'vf.public.Thing___',
    partitions: 1,
    key: ['id'],
  } as const;
  const facts = { id: { notNull: true, defaultExpression: "nextval('s'::regclass)" } };
  const context = contextOf(described(relation, facts), profiles.connect);
  const [record] = encode(
    new EnvelopeEncoder(plan, context, { version: '1', name: 'vf' }),
    insertMessage(1, ['7', null]),
  );

  it('is schema and payload, the names from prefix, schema and table', () => {
    expect(record?.key).toBe(
      '{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"default":0,"field":"id"}],' +
        '"optional":false,"name":"vf.public.Thing___.Key"},"payload":{"id":7}}',
    );
    const value = JSON.parse(record?.value ?? '') as Record<string, Record<string, unknown>>;
    expect(Object.keys(value)).toEqual(['schema', 'payload']);
    expect(value['payload']).toMatchObject({ before: null, after: { id: 7, note: null }, op: 'c' });
    expect(value['schema']).toMatchObject({ type: 'struct', name: 'vf.public.Thing___.Envelope', version: 2 });
    const fields = value['schema']?.['fields'] as Record<string, unknown>[];
    expect(fields.map(({ field, name, optional: may }) => [field, name, may])).toEqual([
      ['before', 'vf.public.Thing___.Value', true],
      ['after', 'vf.public.Thing___.Value', true],
      ['source', 'io.debezium.connector.postgresql.Source', false],
      ['transaction', 'event.block', true],
      ['op', undefined, false],
      ['ts_ms', undefined, true],
      ['ts_us', undefined, true],
      ['ts_ns', undefined, true],
    ]);
    const members = (fields[2]?.['fields'] as Record<string, unknown>[]).map(({ field }) => field);
    expect(members).toEqual(Object.keys(value['payload']?.['source'] ?? {}));
  });
});
