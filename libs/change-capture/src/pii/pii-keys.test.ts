import { describe, expect, it } from '@jest/globals';
import { parsePiiKeys } from './pii-keys.js';

const SECRET = '0123456789abcdef0123456789abcdef';

describe('PII keys', () => {
  it('are read in their order, the current one first', () => {
    expect(parsePiiKeys(`k2:${SECRET}, k1:${SECRET}:with/colon+`)).toEqual([
      { id: 'k2', secret: SECRET },
      { id: 'k1', secret: `${SECRET}:with/colon+` },
    ]);
  });

  it.each([
    ['', 'use id:secret'],
    [SECRET, 'use id:secret'],
    [`K:${SECRET}`, 'use id:secret'],
    [`k1:${SECRET},k1:${SECRET}`, 'two keys have the same id'],
    ['k1:short', 'the secret of key k1 has less than 32 characters'],
  ])('refuse "%s"', (text, reason) => {
    expect(() => parsePiiKeys(text)).toThrow(reason);
  });

  it('never show a secret in what they complain about', () => {
    const complaints = [`k1:${SECRET.slice(1)}`, `no id ${SECRET}`, `k1:${SECRET} ${SECRET}`].map((text) => {
      try {
        parsePiiKeys(text);
        return 'read';
      } catch (err) {
        return String(err);
      }
    });
    expect(complaints.filter((complaint) => complaint === 'read' || complaint.includes(SECRET.slice(1)))).toEqual([]);
  });
});
