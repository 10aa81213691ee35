import { createUserRequest } from './accounts.js';
import { createPaymentRequest } from './payments.js';

const wallet = (digit: string) => `wal_${digit.repeat(32)}`;
const payment = { sender_wallet_id: wallet('a'), recipient_wallet_id: wallet('b'), amount: 5000, currency: 'RWF' };

describe('a payment request', () => {
  it('takes the least and fills in the rest', () => {
    expect(createPaymentRequest.parse(payment)).toEqual({
      ...payment,
      provider: 'internal',
      metadata: {},
      fee_bearer: 'recipient',
      capture: 'automatic',
    });
  });

  it.each([
    ['a fraction', { amount: 10.5 }],
    ['zero', { amount: 0 }],
    ['a negative amount', { amount: -1 }],
    ['an amount beyond NUMERIC(15,2)', { amount: 1e15 }],
    ['an amount as text', { amount: '5000' }],
    ['no currency', { currency: undefined }],
    ['a currency we do not hold', { currency: 'XAU' }],
    ['a lower-case currency', { currency: 'rwf' }],
    ['an id of another kind', { sender_wallet_id: `usr_${'a'.repeat(32)}` }],
    ['an unknown field', { amuont: 1 }],
    ['a NUL in metadata', { metadata: { a: 'x\u0000' } }],
    ['half a surrogate pair', { metadata: { a: '\ud800' } }],
    ['a nested value in metadata', { metadata: { a: { b: 1 } } }],
    ['51 keys of metadata', { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) }],
    ['an empty client_reference', { client_reference: '' }],
    ['an unknown provider', { provider: 'paypal' }],
    ['a hold without an end', { capture: 'manual', hold_seconds: 0 }],
    ['the end of a hold that is none', { hold_seconds: 60 }],
  ])('refuses %s', (_what, over) => {
    expect(createPaymentRequest.safeParse({ ...payment, ...over }).success).toBe(false);
  });
});

describe('a user request', () => {
  it('writes the address in lower case, so that one person is not two', () => {
    expect(createUserRequest.parse({ email: 'Aline@Example.COM' })).toMatchObject({
      email: 'aline@example.com',
      role: 'customer',
    });
  });

  it.each([{ email: 'nobody' }, { email: 'a@b.rw', phone: '0788' }, { email: 'a@b.rw', role: 'admin' }])(
    'refuses %j',
    (body) => {
      expect(createUserRequest.safeParse(body).success).toBe(false);
    },
  );
});
