import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memberOf, parseExactly, textOf } from './exact-json.js';

describe('exact JSON', () => {
  it('gives back the text it was read from', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const compact = JSON.stringify(JSON.parse(text));
        expect(textOf(parseExactly(compact))).toBe(compact);
      }),
    );
  });

  it('keeps spellings of numbers, texts and names, and the order of members', () => {
    const text = String.raw`{"b":1.0E10,"a":[9007199254740993,"\uD83D\uDE00","😀",{}],"\u0001\"":null,"x":[]}`;
    expect(textOf(parseExactly(text))).toBe(text);
    expect(memberOf(parseExactly(text), 'b')).toBe('1.0E10');
    expect(memberOf(parseExactly(text), 'b', 'c')).toBeUndefined();
  });

  it('refuses what is no JSON, and a name that comes twice', () => {
    for (const text of ['{"a":}', '[1,]', 'nul', '{"a":1,"a":2}']) {
      expect(() => parseExactly(text)).toThrow(SyntaxError);
    }
  });
});
