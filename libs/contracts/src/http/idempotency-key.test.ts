import { parseIdempotencyKey } from './idempotency-key.js';

describe('parseIdempotencyKey', () => {
  it.each([
    ['abc', 'abc'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"quoted"', 'quoted'],
    ['"with \\"quotes\\" and \\\\"', 'with "quotes" and \\'],
    ['x'.repeat(255), 'x'.repeat(255)],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('reads %s', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each(['', '""', ' ', '" "', 'x'.repeat(256), 'caf\u00e9', 'a\tb', '"a\u0000"'])('refuses %j', (header) => {
    expect(parseIdempotencyKey(header)).toBeUndefined();
  });
});
