import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnEncoder } from './column-encoders.js';
import { RecordArena } from './record-arena.js';

function json(typeOid: number, text: string): string {
  const out = new RecordArena(64);
  const source = Buffer.from(`<${text}>`);
  out.begin();
  columnEncoder(typeOid)(out, source, 1, source.length - 1);
  return out.finish().toString('utf8');
}

const [INT8, FLOAT8, TIMESTAMP, TIMESTAMPTZ, BPCHAR] = [20, 701, 1114, 1184, 1042];

describe('column encoders', () => {
  it.each([
    [INT8, '9007199254740993', '9007199254740993'],
    [FLOAT8, '1e+20', '1e+20'],
    [FLOAT8, '-0.5', '-0.5'],
    [FLOAT8, 'NaN', '"NaN"'],
    [FLOAT8, '-Infinity', '"-Infinity"'],
    [TIMESTAMPTZ, '2026-11-24 10:00:00+00', '"2026-11-24T10:00:00.000000Z"'],
    [TIMESTAMPTZ, '2026-11-24 10:00:00.123456+00', '"2026-11-24T10:00:00.123456Z"'],
    [TIMESTAMPTZ, '2026-11-24 10:00:00.5+00', '"2026-11-24T10:00:00.500000Z"'],
    [TIMESTAMP, '2026-11-24 10:00:00.5', '"2026-11-24T10:00:00.500000Z"'],
    [TIMESTAMPTZ, 'infinity', '"infinity"'],
    [TIMESTAMPTZ, '0044-03-15 00:00:00+00 BC', '"0044-03-15 00:00:00+00 BC"'],
    [TIMESTAMPTZ, '10000-01-01 00:00:00+00', '"10000-01-01 00:00:00+00"'],
    [BPCHAR, 'RWF', '"RWF"'],
  ])('type %s: %s is %s', (typeOid, text, expected) => {
    expect(json(typeOid, text)).toBe(expected);
  });

  it('write texts of types they do not know so that JSON.parse gives them back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(JSON.parse(json(16_400, text))).toBe(text);
      }),
    );
  });
});
