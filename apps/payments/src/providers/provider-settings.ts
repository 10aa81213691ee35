/** Settings of the providers. A provider is there when its first setting is; then it needs the others as well. */
import { z } from 'zod';

const secret = (description: string, example: string) => z.string().min(1).optional().meta({ example, description });
const url = (byDefault: string, of: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/$/, ''))
    .default(byDefault)
    .meta({ example: byDefault, description: `Address of ${of}; a sandbox in tests.` });

const LONGEST_TIMEOUT_MS = 20_000;

export const providerSettings = {
  PROVIDER_TIMEOUT_MS: z.coerce.number().int().min(100).max(LONGEST_TIMEOUT_MS).default(10_000).meta({
    example: '10000',
    description: 'For one exchange with a provider. What takes longer is unknown, and is asked about later.',
  }),
  PROVIDER_POLL_MS: z.coerce.number().int().min(10).max(60_000).default(1_000).meta({
    example: '1000',
    description: 'Between two looks for movements that are due.',
  }),
  PROVIDER_NOT_FOUND_AFTER_MS: z.coerce.number().int().min(1_000).default(300_000).meta({
    example: '300000',
    description: 'A movement that its provider does not know so long after the submission was never accepted.',
  }),
  PROVIDER_ABANDON_AFTER_MS: z.coerce.number().int().min(1_000).default(900_000).meta({
    example: '900000',
    description: 'How long what was not submitted may be retried before it fails.',
  }),
  STRIPE_SECRET_KEY: secret('Turns stripe on.', 'sk_live_…'),
  STRIPE_WEBHOOK_SECRET: secret('Signs the callbacks of stripe.', 'whsec_…'),
  STRIPE_API_URL: url('https://api.stripe.com', 'Stripe'),
  MTN_MOMO_API_USER: secret('Turns mtn_momo on: the API user’s UUID.', 'c72025f5-5cd1-4630-99e4-8ba4722fad56'),
  MTN_MOMO_API_KEY: secret('Key of the API user.', 'f1db798c98df4bcf83b538175893bbf0'),
  MTN_MOMO_COLLECTION_SUBSCRIPTION_KEY: secret('Subscription to Collections.', '…'),
  MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: secret('Subscription to Disbursements.', '…'),
  MTN_MOMO_TARGET_ENVIRONMENT: z.string().min(1).default('mtnrwanda').meta({
    example: 'mtnrwanda',
    description: 'X-Target-Environment.',
  }),
  MTN_MOMO_CALLBACK_URL: z.url().optional().meta({
    example: 'https://pay.example.com/v1/providers/mtn_momo/callbacks',
    description: 'Where MTN calls back; without it only asking tells.',
  }),
  MTN_MOMO_API_URL: url('https://proxy.momoapi.mtn.com', 'MTN MoMo'),
  AIRTEL_CLIENT_ID: secret('Turns airtel on.', 'c02e9e46-db9d-4faf-b91a-94f88bbe688c'),
  AIRTEL_CLIENT_SECRET: secret('Secret of the client.', '…'),
  AIRTEL_ENCRYPTED_PIN: secret('The disbursement PIN as Airtel’s portal encrypts it.', '…'),
  AIRTEL_CALLBACK_KEY: secret('Key of the callbacks’ HMAC.', '…'),
  AIRTEL_COUNTRY: z.string().length(2).default('RW').meta({ example: 'RW', description: 'X-Country.' }),
  AIRTEL_DIAL_CODE: z
    .string()
    .regex(/^\d{1,3}$/)
    .default('250')
    .meta({
      example: '250',
      description: 'Dialling code of the country, which Airtel’s numbers leave out.',
    }),
  AIRTEL_API_URL: url('https://openapi.airtel.africa', 'Airtel Money'),
};

type ProviderSchema = z.ZodObject<typeof providerSettings>;
export type ProviderSettings = Readonly<z.output<ProviderSchema>>;

/** What each provider needs once it is turned on. */
export const neededTogether: Readonly<Record<string, readonly (keyof ProviderSettings)[]>> = {
  STRIPE_SECRET_KEY: ['STRIPE_WEBHOOK_SECRET'],
  MTN_MOMO_API_USER: [
    'MTN_MOMO_API_KEY',
    'MTN_MOMO_COLLECTION_SUBSCRIPTION_KEY',
    'MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY',
  ],
  AIRTEL_CLIENT_ID: ['AIRTEL_CLIENT_SECRET', 'AIRTEL_ENCRYPTED_PIN', 'AIRTEL_CALLBACK_KEY'],
};

/** Adds a fault for each setting that a provider lacks. */
export function requireWholeProviders(settings: ProviderSettings, context: z.RefinementCtx): void {
  for (const [switchedOn, needed] of Object.entries(neededTogether)) {
    if (settings[switchedOn as keyof ProviderSettings] === undefined) continue;
    for (const name of needed.filter((each) => settings[each] === undefined)) {
      context.addIssue({ code: 'custom', path: [name], message: `needed with ${switchedOn}` });
    }
  }
}
