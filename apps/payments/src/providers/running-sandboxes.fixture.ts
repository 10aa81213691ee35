/** The three sandboxes, and the settings with which the service uses them. */
import type { RunningSandbox } from '@vf/sandboxes';
import { sandboxedProviders, secrets } from './sandboxed-providers.fixture.js';

/** Starts them; they call back to the API at this port. */
export async function sandboxes(apiPort: number) {
  const callbackUrl = (name: string) => `http://127.0.0.1:${apiPort}/v1/providers/${name}/callbacks`;
  const times = { settleMs: 50, lateMs: 1_000 };
  const [forStripe, forMomo, forAirtel] = (await Promise.all(
    sandboxedProviders.map((provider) => provider.start({ times, callbackUrl: callbackUrl(provider.name) })),
  )) as [RunningSandbox, RunningSandbox, RunningSandbox];
  const settings = {
    PROVIDER_POLL_MS: 25,
    STRIPE_SECRET_KEY: secrets.stripeKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhook,
    STRIPE_API_URL: forStripe.url,
    MTN_MOMO_API_USER: secrets.momoUser,
    MTN_MOMO_API_KEY: secrets.momoKey,
    MTN_MOMO_COLLECTION_SUBSCRIPTION_KEY: secrets.momoSubscription,
    MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: secrets.momoSubscription,
    MTN_MOMO_TARGET_ENVIRONMENT: 'sandbox',
    MTN_MOMO_CALLBACK_URL: callbackUrl('mtn_momo'),
    MTN_MOMO_API_URL: forMomo.url,
    AIRTEL_CLIENT_ID: secrets.airtelClient,
    AIRTEL_CLIENT_SECRET: secrets.airtelSecret,
    AIRTEL_ENCRYPTED_PIN: 'pin',
    AIRTEL_CALLBACK_KEY: secrets.airtelCallback,
    AIRTEL_API_URL: forAirtel.url,
  };
  const all = [forStripe, forMomo, forAirtel];
  return { settings, forMomo, close: () => Promise.all(all.map((each) => each.close())) };
}
