/** Requests for money that a provider moves. */
import { z } from 'zod';
import { providers } from '../system-accounts.js';
import { amountField, currencyField, metadataField, plainText } from './fields.js';

const MAX_PARTY_LENGTH = 100;
const MAX_REFERENCE_LENGTH = 255;

/** Who pays or is paid at the provider; each provider has a form of its own. */
export const providerParty = plainText(MAX_PARTY_LENGTH);

export const createPayoutRequest = z
  .strictObject({
    amount: amountField,
    currency: currencyField,
    provider: z.enum(providers).meta({ description: 'Who pays the money out.' }),
    destination: providerParty.meta({
      description: 'Who is paid at the provider: a phone number with country code (mtn_momo, airtel), acct_… (stripe).',
      example: '+250788123456',
    }),
    client_reference: plainText(MAX_REFERENCE_LENGTH).optional().meta({
      description: 'Your own number for it. Unique among your payments that did not fail.',
      example: 'payout-1001',
    }),
    metadata: metadataField.default({}),
  })
  .meta({ id: 'CreatePayout' });

/** Each provider has a form of its own, which its adapter reads. */
export const providerCallback = z
  .looseObject({})
  .meta({ id: 'ProviderCallback', description: 'As the provider sends it.' });

export const providerCallbackTaken = z.object({ received: z.literal(true) }).meta({ id: 'ProviderCallbackTaken' });

export type CreatePayoutRequest = z.infer<typeof createPayoutRequest>;
