import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalise } from './normalise.js';
import { PiiHasher } from './pii-hasher.js';

const [OLD, NEW] = [
  { id: 'k1', secret: 'old-secret-old-secret-old-secret' },
  { id: 'k2', secret: 'new-secret-new-secret-new-secret' },
];
const hashOf = (key: typeof OLD, value: string) =>
  `hmac:${key.id}:${createHmac('sha256', key.secret).update(value).digest('hex')}`;

describe('spellings', () => {
  it.each([
    ['email', ' Aline@Example.COM\n', 'aline@example.com'],
    ['phone', '+250 788-123-456', '250788123456'],
    ['phone', '00250 (788) 123456', '250788123456'],
    ['phone', ' none ', 'none'],
    ['text', ' As It Is ', ' As It Is '],
  ] as const)('as %s, %j is %j', (form, value, expected) => {
    expect(normalise(form, value)).toBe(expected);
  });

  it('do not change when they are normal', () => {
    fc.assert(
      fc.property(fc.constantFrom('email', 'phone', 'text'), fc.string({ unit: 'grapheme' }), (form, value) => {
        const once = normalise(form, value);
        // 0 that led a country code may lead the rest again: such a number was none to begin with.
        if (!(form === 'phone' && once.startsWith('00'))) expect(normalise(form, once)).toBe(once);
      }),
    );
  });
});

describe('hashes', () => {
  it('of one value are one, of the keyed HMAC, however many others come between', () => {
    const hasher = new PiiHasher([NEW]);
    const people = fc.integer({ min: 0, max: 9_000 }).map((number) => `person.${String(number)}@example.com`);
    fc.assert(
      fc.property(fc.array(people, { maxLength: 2_000 }), (values) => {
        for (const value of values) expect(hasher.hash('email', value).toString()).toBe(hashOf(NEW, value));
      }),
      { numRuns: 20 },
    );
  });

  it('of two spellings are one, and of a value in another form another', () => {
    const hasher = new PiiHasher([NEW]);
    expect(hasher.hash('email', 'A@b.rw').equals(hasher.hash('email', 'a@B.rw '))).toBe(true);
    expect(hasher.hash('phone', '+250788').equals(hasher.hash('text', '+250788'))).toBe(false);
  });

  it('are told under the older keys too, while there are such', () => {
    const hasher = new PiiHasher([NEW, OLD]);
    expect(hasher.takeTranslations()).toBeUndefined();
    hasher.hash('email', 'A@b.rw');
    hasher.hash('email', 'A@b.rw');
    expect(JSON.parse(hasher.takeTranslations() ?? '')).toEqual({ [hashOf(NEW, 'a@b.rw')]: [hashOf(OLD, 'a@b.rw')] });
    expect(hasher.takeTranslations()).toBeUndefined();
  });
});
