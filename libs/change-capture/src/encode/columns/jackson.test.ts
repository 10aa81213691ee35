import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordArena } from '../record-arena.js';
import { escapedAsJackson, jacksonJson, jacksonText, jacksonTextInText } from './jackson.js';

function fromBytes(text: string): string {
  const out = new RecordArena(16);
  const source = Buffer.from(`<${text}>`);
  out.begin();
  escapedAsJackson(out, source, 1, source.length - 1);
  return out.finish().toString('utf8');
}

describe('Jackson’s spelling', () => {
  it.each([
    ['\b\t\n\f\r', String.raw`"\b\t\n\f\r"`],
    ['\u0001\u001f\u007f', String.raw`"\u0001\u001F` + '\u007f"'],
    ['"\\/', String.raw`"\"\\/"`],
    ['é \u2028 中', '"é \u2028 中"'],
    ['😀\u{10000}\u{10ffff}', String.raw`"\uD83D\uDE00\uD800\uDC00\uDBFF\uDFFF"`],
    [String.raw`\u001f`, String.raw`"\\u001f"`],
  ])('of %j is %s', (text, expected) => {
    expect([jacksonText(text), fromBytes(text)]).toEqual([expected, expected]);
  });

  it('is the same from texts and from bytes, and gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fromBytes(text)).toBe(jacksonText(text));
        expect(JSON.parse(fromBytes(text))).toBe(text);
      }),
    );
  });

  it('leaves characters beyond the basic plane alone in a text, and null null', () => {
    expect([jacksonTextInText('😀\u001f'), jacksonTextInText(null)]).toEqual([String.raw`"😀\u001F"`, 'null']);
  });

  it('holds for names and texts inside of other JSON', () => {
    expect(jacksonJson({ '😀': ['\u001f', 1] })).toBe(String.raw`{"\uD83D\uDE00":["\u001F",1]}`);
  });
});
