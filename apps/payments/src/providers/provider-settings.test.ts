import { paymentsConfig } from '../config.js';
import { createProviders } from './create-providers.js';

const DATABASE_URL = 'postgres://a@127.0.0.1:1/x';

describe('the settings of providers', () => {
  it('turn none on by themselves', () => {
    expect([...createProviders(paymentsConfig({ DATABASE_URL })).keys()]).toEqual([]);
  });

  it('turn one on when it has all it needs', () => {
    const settings = { DATABASE_URL, STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x' };
    expect([...createProviders(paymentsConfig(settings)).keys()]).toEqual(['stripe']);
  });

  it('refuse half a provider, naming what is missing', () => {
    expect(() => paymentsConfig({ DATABASE_URL, STRIPE_SECRET_KEY: 'sk_test_x' })).toThrow(/STRIPE_WEBHOOK_SECRET/);
    expect(() => paymentsConfig({ DATABASE_URL, AIRTEL_CLIENT_ID: 'x' })).toThrow(/AIRTEL_CALLBACK_KEY/);
  });
});
