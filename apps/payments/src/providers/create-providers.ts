import type { PaymentProvider, PaymentProviders } from '@vf/payments';
import { Airtel } from './airtel.js';
import { MtnMomo } from './mtn-momo.js';
import type { ProviderSettings } from './provider-settings.js';
import { StripeProvider } from './stripe.js';

/** The providers that the settings turn on. The settings are checked: what one needs is there when it is on. */
export function createProviders(settings: ProviderSettings): PaymentProviders {
  const on = [stripeOf(settings), mtnMomoOf(settings), airtelOf(settings)].filter((each) => each !== undefined);
  return new Map<string, PaymentProvider>(on.map((provider) => [provider.name, provider]));
}

function stripeOf(settings: ProviderSettings): PaymentProvider | undefined {
  const { STRIPE_API_URL: apiUrl, STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = settings;
  if (secretKey === undefined || webhookSecret === undefined) return undefined;
  return new StripeProvider({ apiUrl, secretKey, webhookSecret, timeoutMs: settings.PROVIDER_TIMEOUT_MS });
}

function mtnMomoOf(settings: ProviderSettings): PaymentProvider | undefined {
  const {
    MTN_MOMO_API_USER: apiUser,
    MTN_MOMO_API_KEY: apiKey,
    MTN_MOMO_COLLECTION_SUBSCRIPTION_KEY: collectionSubscriptionKey,
    MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: disbursementSubscriptionKey,
  } = settings;
  if (!apiUser || !apiKey || !collectionSubscriptionKey || !disbursementSubscriptionKey) return undefined;
  return new MtnMomo({
    apiUrl: settings.MTN_MOMO_API_URL,
    targetEnvironment: settings.MTN_MOMO_TARGET_ENVIRONMENT,
    apiUser,
    apiKey,
    collectionSubscriptionKey,
    disbursementSubscriptionKey,
    callbackUrl: settings.MTN_MOMO_CALLBACK_URL,
    timeoutMs: settings.PROVIDER_TIMEOUT_MS,
  });
}

function airtelOf(settings: ProviderSettings): PaymentProvider | undefined {
  const {
    AIRTEL_CLIENT_ID: clientId,
    AIRTEL_CLIENT_SECRET: clientSecret,
    AIRTEL_ENCRYPTED_PIN: encryptedPin,
    AIRTEL_CALLBACK_KEY: callbackKey,
  } = settings;
  if (!clientId || !clientSecret || !encryptedPin || !callbackKey) return undefined;
  return new Airtel({
    apiUrl: settings.AIRTEL_API_URL,
    clientId,
    clientSecret,
    encryptedPin,
    callbackKey,
    country: settings.AIRTEL_COUNTRY,
    dialCode: settings.AIRTEL_DIAL_CODE,
    timeoutMs: settings.PROVIDER_TIMEOUT_MS,
  });
}
