import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Hmac } from './hmac.js';

describe('HMAC', () => {
  it('is the library’s, for keys and messages of any length', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 150 }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 1_500 }), { minLength: 1, maxLength: 4 }),
        (secret, messages) => {
          const hmac = new Hmac(secret);
          const expected = messages.map((message) => createHmac('sha256', secret).update(message).digest('hex'));
          expect(messages.map((message) => hmac.hex(message))).toEqual(expected);
        },
      ),
    );
  });
});
