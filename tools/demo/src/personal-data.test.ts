import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PlainPersonalData, comparable, hashedRow } from './personal-data.js';

const key = { id: 'k', secret: 's' };
const hash = (value: string) => `hmac:k:${createHmac('sha256', 's').update(value).digest('hex')}`;
const user = { id: '1', email: 'Aline@Example.com', phone: '+250 788 123 456', metadata: '{"email": "b@example.com"}' };

describe('a row of the source', () => {
  it('is equal to its record when both say the same', () => {
    const record = {
      metadata: `{"email":"${hash('b@example.com')}"}`,
      phone: hash('250788123456'),
      email: hash('aline@example.com'),
      id: '1',
    };
    expect(comparable(hashedRow('users', user, key))).toBe(comparable(record));
    expect(comparable(hashedRow('users', { ...user, phone: null }, key))).not.toBe(comparable(record));
  });

  it('without personal data stays as it is', () => {
    expect(hashedRow('wallets', { id: '1', balance: '5.00' }, key)).toEqual({ id: '1', balance: '5.00' });
  });
});

describe('plain personal data', () => {
  const plain = new PlainPersonalData();
  plain.add('users', user);

  it('is found wherever it stands', () => {
    expect(plain.size).toBe(3);
    const texts = ['{"x":"aline@example.com"}', String.raw`"{\"x\": \"B@example.com\"}"`, 'tel:+250788123456;'];
    expect(texts.filter((text) => plain.isIn(text))).toEqual(texts);
  });

  it('is not found in hashes, numbers and addresses of others', () => {
    const texts = [hash('aline@example.com'), '{"ts_us":1795000000123456}', 'clara@example.com', '250788123457'];
    expect(texts.filter((text) => plain.isIn(text))).toEqual([]);
  });
});
