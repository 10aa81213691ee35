import { eventually } from '@vf/testing';
import { startAirtelSandbox } from './airtel-sandbox.js';
import { behaviourOf, magicAmounts } from './magic-amounts.js';
import { startMtnMomoSandbox } from './mtn-momo-sandbox.js';
import { signStripe, startStripeSandbox } from './stripe-sandbox.js';

const times = { settleMs: 20, lateMs: 100 };
const stripeSecrets = { secretKey: 'sk_test_x', webhookSecret: 'whsec_x' };

describe('a sandbox', () => {
  it('says in every answer that it is one', async () => {
    const started = await Promise.all([
      startStripeSandbox({ times, ...stripeSecrets }),
      startMtnMomoSandbox({ times, apiUser: 'u', apiKey: 'k', subscriptionKey: 's' }),
      startAirtelSandbox({ times, clientId: 'c', clientSecret: 's', callbackKey: 'k' }),
    ]);
    for (const sandbox of started) {
      const answer = await fetch(`${sandbox.url}/_sandbox/movements`);
      expect(answer.headers.get('x-sandbox')).toMatch(/^vendorflow /);
      expect(await answer.json()).toEqual([]);
      await sandbox.close();
    }
  });

  it('refuses callers without credentials', async () => {
    const sandbox = await startStripeSandbox({ times, ...stripeSecrets });
    const answer = await fetch(`${sandbox.url}/v1/transfers`, {
      method: 'POST',
      body: new URLSearchParams('amount=1'),
    });
    expect(answer.status).toBe(401);
    await sandbox.close();
  });

  it('answers a repeated Idempotency-Key as the first time, and refuses another request with it', async () => {
    const sandbox = await startStripeSandbox({ times, ...stripeSecrets });
    const pay = (amount: string) =>
      fetch(`${sandbox.url}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_x', 'idempotency-key': 'k1' },
        body: new URLSearchParams({ amount, currency: 'rwf', payment_method: 'pm_1', 'metadata[movement]': 'k1' }),
      });
    const first = await (await pay('500')).json();
    const again = await pay('500');
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    expect((await pay('501')).status).toBe(400);
    await eventually(() => expect(sandbox.movements()).toMatchObject([{ submissions: 2, state: 'succeeded' }]));
    await sandbox.close();
  });
});

describe('magic amounts', () => {
  it('are few; every other amount succeeds', () => {
    expect(Object.keys(magicAmounts)).toHaveLength(15);
    expect(behaviourOf(5_000)).toMatchObject({ answering: 'at_once', ending: 'succeeded', callingBack: 'once' });
  });
});

describe('a Stripe signature', () => {
  it('covers the time and the bytes', () => {
    expect(signStripe('{}', 'whsec_x', 1)).not.toBe(signStripe('{}', 'whsec_x', 2));
    expect(signStripe('{}', 'whsec_x', 1)).not.toBe(signStripe('{ }', 'whsec_x', 1));
    expect(signStripe('{}', 'whsec_x', 1)).toMatch(/^t=1,v1=[0-9a-f]{64}$/);
  });
});
