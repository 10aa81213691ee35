import { fingerprintOf } from './fingerprint.js';

describe('fingerprintOf', () => {
  const asked = { kind: 'payment', path: '/v1/payments', body: { amount: 5, metadata: { a: 1, b: [1, 2] } } };

  it('is the same for the same request, whatever the order of its members', () => {
    const same = { body: { metadata: { b: [1, 2], a: 1 }, amount: 5 }, path: '/v1/payments', kind: 'payment' };
    expect(fingerprintOf(same)).toBe(fingerprintOf(asked));
    expect(fingerprintOf(asked)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    { ...asked, kind: 'refund' },
    { ...asked, path: '/v1/wallets/wal_1/top-ups' },
    { ...asked, body: { ...asked.body, amount: 6 } },
    { ...asked, body: { ...asked.body, metadata: { a: 1, b: [2, 1] } } },
  ])('is another one for %j', (other) => {
    expect(fingerprintOf(other)).not.toBe(fingerprintOf(asked));
  });
});
