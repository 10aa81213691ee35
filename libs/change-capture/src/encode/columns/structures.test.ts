import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { debeziumWith, json } from './encode-value.fixture.js';

const maps = debeziumWith({ 'hstore.handling.mode': 'map' });
const withUnknown = debeziumWith({ 'include.unknown.datatypes': true });

describe('bytea', () => {
  const inMode = (mode: string, text: string) => json('bytea', text, debeziumWith({ 'binary.handling.mode': mode }));

  it('in its four modes', () => {
    const bytes = '\\x00ff3e3f01';
    expect(['bytes', 'base64', 'base64-url-safe', 'hex'].map((mode) => inMode(mode, bytes))).toEqual([
      '"AP8+PwE="',
      '"AP8+PwE="',
      '"AP8-PwE="',
      '"00ff3e3f01"',
    ]);
    expect(json('bytea', '\\x', 'json')).toBe('""');
  });

  it('of any length is what Buffer makes of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (array) => {
        const bytes = Buffer.from(array);
        expect(inMode('bytes', `\\x${bytes.toString('hex')}`)).toBe(`"${bytes.toString('base64')}"`);
      }),
    );
  });
});

describe('bit strings', () => {
  it.each([
    ['bit', 1, '1', 'true', 'true'],
    ['bit', 1, '0', 'false', 'false'],
    ['bit', 4, '0101', '"BQ=="', '"0101"'],
    ['bit', 9, '100000001', '"AQE="', '"100000001"'],
    ['bit', 8, '00000000', '""', '"00000000"'],
    ['varbit', -1, '101', '"BQ=="', '"101"'],
    ['varbit', 1, '1', 'true', '"1"'],
    ['varbit', 1, '', 'null', '""'],
  ])(
    '%s(%i) %s: bits from the right in little-endian bytes, and the digits in json',
    (type, modifier, text, bytes, readable) => {
      expect([json(type, text, 'debezium', { modifier }), json(type, text, 'json', { modifier })]).toEqual([
        bytes,
        readable,
      ]);
    },
  );
});

describe('point', () => {
  it('has well-known binary beside its coordinates, and not in json', () => {
    expect(json('point', '(1,-2.5)', 'debezium')).toBe(
      '{"x":1.0,"y":-2.5,"wkb":"AQEAAAAAAAAAAADwPwAAAAAAAATA","srid":null}',
    );
    expect(json('point', '(1,-2.5)', 'json')).toBe('{"x":1,"y":-2.5}');
    expect(json('point', '(NaN,Infinity)', 'json')).toBe('{"x":"NaN","y":"Infinity"}');
  });
});

describe('hstore', () => {
  const text = String.raw`"a"=>"1", "quo\"te"=>"back\\slash", "10"=>NULL, "é"=>"=>"`;
  const object = { a: '1', 'quo"te': 'back\\slash', '10': null, é: '=>' };

  it('is a string that holds JSON, or a map', () => {
    expect(JSON.parse(JSON.parse(json('hstore', text, 'debezium')) as string)).toEqual(object);
    expect(JSON.parse(json('hstore', text, maps))).toEqual(object);
    const unordered = '"b"=>"2", "c"=>NULL, "aa"=>"1"';
    expect(JSON.parse(json('hstore', unordered, 'debezium'))).toBe('{"aa":"1","b":"2","c":null}');
    expect(JSON.parse(json('hstore', unordered, 'json'))).toBe('{"b":"2","c":null,"aa":"1"}');
    expect([json('hstore', '', 'json'), json('hstore', '', maps)]).toEqual(['"{}"', '{}']);
  });

  it('is spelt as Jackson spells it: the text in the text, and the text itself', () => {
    const odd = '"control \u0001\u001f"=>"tab \t 😀", "e"=>NULL';
    expect(json('hstore', odd, 'debezium')).toBe(
      String.raw`"{\"e\":null,\"control \\u0001\\u001F\":\"tab \\t \uD83D\uDE00\"}"`,
    );
    expect(json('hstore', odd, maps)).toBe(String.raw`{"e":null,"control \u0001\u001F":"tab \t \uD83D\uDE00"}`);
    expect(JSON.parse(JSON.parse(json('hstore', odd, 'json')) as string)).toEqual({
      'control \u0001\u001f': 'tab \t 😀',
      e: null,
    });
  });
});

describe('arrays', () => {
  it.each([
    ['_int4', '{1,NULL,-3}', '[1,null,-3]'],
    ['_int4', '{}', '[]'],
    ['_int4', '[0:1]={7,8}', '[7,8]'],
    ['_bool', '{t,f}', '[true,false]'],
    ['_text', '{a,"b,c","NULL",NULL,"q\\"uo\\\\te",""}', '["a","b,c","NULL",null,"q\\"uo\\\\te",""]'],
    ['_uuid', '{0190a1b2-0000-7000-8000-000000000001}', '["0190a1b2-0000-7000-8000-000000000001"]'],
    ['_timestamptz', '{"2026-11-24 10:00:00+00"}', '["2026-11-24T10:00:00.000000Z"]'],
    ['_jsonb', '{"{\\"a\\": 1}"}', '["{\\"a\\": 1}"]'],
    ['_mood', '{sad,"it\\"s"}', '["sad","it\\"s"]'],
    ['labels', '{x}', '["x"]'],
  ])('%s %s is %s in all profiles', (type, text, expected) => {
    for (const profile of ['json', 'connect', 'debezium'] as const) expect(json(type, text, profile)).toBe(expected);
  });

  it('take the form of their elements', () => {
    const modifier = ((15 << 16) | 2) + 4;
    expect(json('_numeric', '{1.50,NULL}', 'debezium', { modifier })).toBe('["AJY=",null]');
    expect(json('_numeric', '{1.50,NaN}', 'json')).toBe('["1.50","NaN"]');
    expect(json('_date', '{2026-11-24}', 'debezium')).toBe('[20781]');
    expect(json('_bytea', '{"\\\\x00ff"}', 'debezium')).toBe('["AP8="]');
  });

  it('nest, but not under a schema, where elements have one type', () => {
    const nested = '{{1,2},{3,NULL}}';
    expect([json('_int4', nested, 'json'), json('_int4', nested, 'debezium')]).toEqual([
      '[[1,2],[3,null]]',
      '[[1,2],[3,null]]',
    ]);
    expect(json('_int4', nested, 'connect')).toBe('[null,null]');
    expect(json('_text', '{{"}",a},{b,"{\\""}}', 'connect')).toBe('[null,null]');
  });

  it.each(['_money', '_name', '_interval', '_varbit', '_xml', '_point'])(
    '%s are left out by Debezium, whatever the options',
    (type) => {
      expect([json(type, '{}', 'debezium'), json(type, '{}', withUnknown), json(type, '{}', 'json')]).toEqual([
        'omitted',
        'omitted',
        '[]',
      ]);
    },
  );

  it('of domains and composites are bytes of the element’s text when asked for, and readable in json', () => {
    expect([json('_price', '{1.50}', 'debezium'), json('_price', '{1.50}', withUnknown)]).toEqual([
      'omitted',
      '["MS41MA=="]',
    ]);
    expect(json('_price', '{1.50}', 'json')).toBe('["1.50"]');
    expect(json('_pair', '{"(1,a)"}', 'json')).toBe('["(1,a)"]');
    expect(json('_box', '{(1,1),(0,0);(3,3),(2,2)}', 'json')).toBe('["(1,1),(0,0)","(3,3),(2,2)"]');
  });

  it('give any texts back', () => {
    const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        expect(JSON.parse(json('_text', `{${texts.map(quoted).join(',')}}`, 'json'))).toEqual(texts);
      }),
    );
  });
});
