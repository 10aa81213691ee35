/** Each adapter over its sandbox, set up alike. */
import { createHmac, randomUUID } from 'node:crypto';
import { fromMinorUnits } from '@vf/money';
import type { Movement, MovementKind, PaymentProvider } from '@vf/payments';
import {
  signedAirtelBody,
  signStripe,
  startAirtelSandbox,
  startMtnMomoSandbox,
  startStripeSandbox,
  type RunningSandbox,
  type SandboxTimes,
} from '@vf/sandboxes';
import { Airtel } from './airtel.js';
import { MtnMomo } from './mtn-momo.js';
import { StripeProvider } from './stripe.js';

export const secrets = {
  stripeKey: 'sk_test_sandbox',
  stripeWebhook: 'whsec_sandbox',
  momoUser: randomUUID(),
  momoKey: 'momo-key',
  momoSubscription: 'momo-subscription',
  airtelClient: 'airtel-client',
  airtelSecret: 'airtel-secret',
  airtelCallback: 'airtel-callback-key',
};

export interface SandboxSetting {
  readonly times?: Partial<SandboxTimes>;
  readonly callbackUrl?: string;
}

/** What the contract suite needs to know of a provider. */
export interface SandboxedProvider {
  readonly name: 'stripe' | 'mtn_momo' | 'airtel';
  readonly start: (setting: SandboxSetting) => Promise<RunningSandbox>;
  readonly adapter: (
    apiUrl: string,
    over?: { timeoutMs?: number; callbackUrl?: string; key?: string },
  ) => PaymentProvider;
  readonly party: Readonly<Record<MovementKind, string>>;
  /** The id by which the sandbox keeps a movement. */
  readonly keptAs: (id: string) => string;
  readonly canCancel: boolean;
  /** A callback about the movement as the provider signs it, or as somebody else would. */
  readonly callback: (id: string, key?: string) => { headers: Record<string, string>; body: string };
}

const TIMEOUT_MS = 400;
const hyphenless = (id: string) => id.replaceAll('-', '');
const phones = { top_up: '+250788000001', payout: '250788000002' };

export const sandboxedProviders: readonly SandboxedProvider[] = [
  {
    name: 'stripe',
    start: (setting) =>
      startStripeSandbox({ ...setting, secretKey: secrets.stripeKey, webhookSecret: secrets.stripeWebhook }),
    adapter: (apiUrl, { key = secrets.stripeKey, timeoutMs = TIMEOUT_MS } = {}) =>
      new StripeProvider({ apiUrl, secretKey: key, webhookSecret: secrets.stripeWebhook, timeoutMs }),
    party: { top_up: 'pm_card_visa', payout: 'acct_1vendor' },
    keptAs: (id) => id,
    canCancel: true,
    callback: (id, key = secrets.stripeWebhook) => {
      const object = { id: 'pi_1', metadata: { movement: id } };
      const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'payment_intent.succeeded', data: { object } });
      return { headers: { 'stripe-signature': signStripe(body, key) }, body };
    },
  },
  {
    name: 'mtn_momo',
    start: ({ times = {} }) =>
      startMtnMomoSandbox({
        times,
        apiUser: secrets.momoUser,
        apiKey: secrets.momoKey,
        subscriptionKey: secrets.momoSubscription,
      }),
    adapter: (apiUrl, { callbackUrl, key = secrets.momoKey, timeoutMs = TIMEOUT_MS } = {}) =>
      new MtnMomo({
        apiUrl,
        targetEnvironment: 'sandbox',
        apiUser: secrets.momoUser,
        apiKey: key,
        collectionSubscriptionKey: secrets.momoSubscription,
        disbursementSubscriptionKey: secrets.momoSubscription,
        callbackUrl,
        timeoutMs,
      }),
    party: phones,
    keptAs: (id) => id,
    canCancel: false,
    callback: (id) => ({ headers: {}, body: JSON.stringify({ externalId: id, status: 'SUCCESSFUL' }) }),
  },
  {
    name: 'airtel',
    start: (setting) =>
      startAirtelSandbox({
        ...setting,
        clientId: secrets.airtelClient,
        clientSecret: secrets.airtelSecret,
        callbackKey: secrets.airtelCallback,
      }),
    adapter: (apiUrl, { key = secrets.airtelSecret, timeoutMs = TIMEOUT_MS } = {}) =>
      new Airtel({
        apiUrl,
        clientId: secrets.airtelClient,
        clientSecret: key,
        country: 'RW',
        dialCode: '250',
        encryptedPin: createHmac('sha256', 'pin').digest('base64'),
        callbackKey: secrets.airtelCallback,
        timeoutMs,
      }),
    party: phones,
    keptAs: hyphenless,
    canCancel: false,
    callback: (id, key = secrets.airtelCallback) => {
      const transaction = { id: hyphenless(id), message: 'Paid', status_code: 'TS', airtel_money_id: 'MP1' };
      return { headers: {}, body: signedAirtelBody({ transaction }, key) };
    },
  },
];

/** A movement of so many francs that nobody has asked for yet. */
export function movementOf(provider: SandboxedProvider, kind: MovementKind, francs: number): Movement {
  return {
    id: randomUUID(),
    kind,
    amount: fromMinorUnits(BigInt(francs), 'RWF'),
    currency: 'RWF',
    party: provider.party[kind],
    providerId: null,
    submittedAt: 0n,
  };
}
