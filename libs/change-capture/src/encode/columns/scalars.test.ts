import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveFormat } from '../format-options.js';
import { compiled, debeziumWith, json } from './encode-value.fixture.js';

const withUnknown = debeziumWith({ 'include.unknown.datatypes': true });

describe('numbers and texts are the same in all profiles', () => {
  it.each([
    ['bool', 't', 'true'],
    ['bool', 'f', 'false'],
    ['int2', '-32768', '-32768'],
    ['int4', '2147483647', '2147483647'],
    ['int8', '9007199254740993', '9007199254740993'],
    ['oid', '4294967295', '4294967295'],
    ['float4', '1.5', '1.5'],
    ['float8', 'NaN', '"NaN"'],
    ['float4', 'Infinity', '"Infinity"'],
    ['float8', '-Infinity', '"-Infinity"'],
    ['varchar', '', '""'],
    ['bpchar', 'RWF', '"RWF"'],
    ['char', 'x', '"x"'],
    ['citext', 'Mixed', '"Mixed"'],
    ['xml', '<a b="c"/>', '"<a b=\\"c\\"/>"'],
    ['uuid', '0190a1b2-0000-7000-8000-000000000001', '"0190a1b2-0000-7000-8000-000000000001"'],
    ['jsonb', '{"n": 12345678901234567890}', '"{\\"n\\": 12345678901234567890}"'],
    ['json', '[ 1 ]', '"[ 1 ]"'],
    ['inet', '10.0.0.1/8', '"10.0.0.1/8"'],
    ['cidr', '::/0', '"::/0"'],
    ['macaddr', '08:00:2b:01:02:03', '"08:00:2b:01:02:03"'],
    ['macaddr8', '08:00:2b:01:02:03:04:05', '"08:00:2b:01:02:03:04:05"'],
    ['ltree', 'a.b', '"a.b"'],
    ['tsvector', "'a':1 'b'", `"'a':1 'b'"`],
    ['int4range', '[1,5)', '"[1,5)"'],
    ['numrange', '(,2.5]', '"(,2.5]"'],
    ['tstzrange', '["2026-01-01 00:00:00+00",)', '"[\\"2026-01-01 00:00:00+00\\",)"'],
    ['mood', 'it"s', '"it\\"s"'],
  ])('%s %s is %s', (type, text, expected) => {
    for (const profile of ['json', 'connect', 'debezium'] as const) expect(json(type, text, profile)).toBe(expected);
  });

  it.each([
    ['float8', '1e+20', '1e+20', '1.0E20'],
    ['float8', '-0', '-0', '-0.0'],
    ['float8', '100', '100', '100.0'],
    ['float8', '123456789.12345679', '123456789.12345679', '1.2345678912345679E8'],
    ['float4', '0.00099', '0.00099', '9.9E-4'],
    ['float4', '9.999999e+06', '9.999999e+06', '9999999.0'],
    [
      'text',
      'a "b" \\ \n\t\u0001\u001f é 🦄',
      '"a \\"b\\" \\\\ \\u000a\\u0009\\u0001\\u001f é 🦄"',
      '"a \\"b\\" \\\\ \\n\\t\\u0001\\u001F é \\uD83E\\uDD84"',
    ],
  ])('save the spelling of %s %s: %s, and %s as Java writes it', (type, text, expected, asJava) => {
    expect(json(type, text, 'json')).toBe(expected);
    for (const profile of ['connect', 'debezium'] as const) expect(json(type, text, profile)).toBe(asJava);
  });

  it('so that JSON.parse gives any text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const profile of ['json', 'debezium'] as const) {
          expect(JSON.parse(json('text', text, profile))).toBe(text.toWellFormed());
        }
      }),
    );
  });
});

describe('int8.as.text', () => {
  it.each(['json', 'debezium'] as const)('writes integers of 64 bits as texts in %s, and no others', (profile) => {
    const format = resolveFormat(profile, { 'int8.as.text': true });
    expect(json('int8', '9223372036854775807', format)).toBe('"9223372036854775807"');
    expect(json('_int8', '{9007199254740993,NULL}', format)).toBe('["9007199254740993",null]');
    expect(json('int4', '7', format)).toBe('7');
    expect(json('int8', '7', profile)).toBe('7');
    expect(compiled('int8', format)?.schema).toMatchObject({ type: 'string' });
    expect(compiled('int8', format, { defaultExpression: '5' })?.schema.default).toBe('"5"');
  });
});

describe('types that Debezium does not know', () => {
  it.each([
    ['pair', '(1,"a b")', '"(1,\\"a b\\")"', '"KDEsImEgYiIp"'],
    ['int4multirange', '{[1,3),[5,7)}', '"{[1,3),[5,7)}"', '"e1sxLDMpLFs1LDcpfQ=="'],
    ['pg_lsn', '16/B374D848', '"16/B374D848"', '"MTYvQjM3NEQ4NDg="'],
    ['tsquery', "'a' & 'b'", `"'a' & 'b'"`, '"J2EnICYgJ2In"'],
    ['box', '(2,3),(0.5,1)', '"(2,3),(0.5,1)"', `"${Buffer.from('(2.0,3.0),(0.5,1.0)').toString('base64')}"`],
    ['circle', '<(1,2),3.5>', '"<(1,2),3.5>"', `"${Buffer.from('<(1.0,2.0),3.5>').toString('base64')}"`],
    ['line', '{1,-1,0}', '"{1,-1,0}"', `"${Buffer.from('{1.0,-1.0,0.0}').toString('base64')}"`],
    [
      'path',
      '[(1,2),(1e+10,1e-05)]',
      '"[(1,2),(1e+10,1e-05)]"',
      `"${Buffer.from('[(1.0,2.0),(1.0E10,1.0E-5)]').toString('base64')}"`,
    ],
  ])('%s: as text in json, left out by default, as bytes when asked for', (type, text, readable, bytes) => {
    expect(json(type, text, 'json')).toBe(readable);
    expect(json(type, text, 'debezium')).toBe('omitted');
    expect(json(type, text, withUnknown)).toBe(bytes);
  });

  it('name has its value, which the stream of Debezium loses and its snapshot tells', () => {
    for (const format of ['json', 'debezium', withUnknown] as const) expect(json('name', 'n', format)).toBe('"n"');
  });

  it('an id the catalogue does not have', () => {
    const unknown = { typeOid: 4_000_000_000 };
    expect([json('text', 'x', 'json', unknown), json('text', 'x', 'debezium', unknown)]).toEqual(['"x"', 'omitted']);
  });
});
