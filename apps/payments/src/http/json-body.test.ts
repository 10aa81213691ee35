import fc from 'fast-check';
import { parseJsonBody } from './json-body.js';

/** More levels than the call stack has frames, and more members than a call takes arguments; both fit a body. */
const DEPTH = 100_000;
const WIDTH = 130_000;
const ESCAPED = '{"\\u0061":';

describe('parseJsonBody', () => {
  it('takes a body of any depth', () => {
    expect(parseJsonBody(`${ESCAPED}${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`)).toHaveProperty('a');
  });

  it('takes a body of any width', () => {
    expect(parseJsonBody(`${ESCAPED}[${'1,'.repeat(WIDTH)}1]}`)).toHaveProperty(['a', WIDTH], 1);
  });

  it.each([
    ['written out', '{"a":[{"__proto__":1}]}'],
    ['escaped', '{"a":[{"\\u005f_proto__":1}]}'],
    ['at the bottom of a deep body', `${'['.repeat(DEPTH)}{"__proto__":1}${']'.repeat(DEPTH)}`],
  ])('refuses the prototype key %s', (_how, text) => {
    expect(() => parseJsonBody(text)).toThrow('field_unknown');
  });

  it.each([
    ['{"amount":1,"amount":1000}'],
    ['{"a":{"b":1,"c":[{"d":1,"d":2}]}}'],
    ['{"a":1,"\\u0061":2}'],
    ['[{"x":"a:b","x":1}]'],
    ['{"x":"\\\\","x":"\\":"}'],
  ])('refuses a member that is named twice: %s', (text) => {
    expect(() => parseJsonBody(text)).toThrow('duplicate_member');
  });

  it('takes whatever JSON can say once', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(parseJsonBody(JSON.stringify(value, null, 1))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['', 'body_missing'],
    [`${ESCAPED}${'['.repeat(DEPTH)}`, 'malformed_json'],
  ])('refuses what is no JSON', (text, code) => {
    expect(() => parseJsonBody(text)).toThrow(code);
  });
});
