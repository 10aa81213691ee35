/** Requests and answers about money that moves. */
import { z } from 'zod';
import { providers } from '../system-accounts.js';
import {
  amountField,
  currencyField,
  decimalAmount,
  idField,
  metadataField,
  minorUnits,
  plainText,
  timeField,
} from './fields.js';
import { providerParty } from './provider-movements.js';

const MAX_REFERENCE_LENGTH = 255;
/** `internal` moves money between wallets without a provider. */
const paymentProviders = ['internal', ...providers] as const;

const clientReference = plainText(MAX_REFERENCE_LENGTH).optional().meta({
  description: 'Your own number for it, such as the order. Unique among your payments that did not fail.',
  example: 'order-1001',
});

export const createPaymentRequest = z
  .strictObject({
    sender_wallet_id: idField('wal').meta({ description: 'The wallet that pays.' }),
    recipient_wallet_id: idField('wal').meta({ description: 'The wallet that is paid.' }),
    amount: amountField,
    currency: currencyField,
    provider: z.enum(paymentProviders).default('internal').meta({ description: 'How the customer chose to pay.' }),
    client_reference: clientReference,
    metadata: metadataField.default({}),
  })
  .meta({ id: 'CreatePayment' });

export const createTopUpRequest = z
  .strictObject({
    amount: amountField,
    currency: currencyField,
    provider: z.enum(providers).meta({ description: 'Who has received the money; its clearing wallet is debited.' }),
    source: providerParty.optional().meta({
      description:
        'Who pays at the provider: a phone number with country code (mtn_momo, airtel), pm_… (stripe). The provider is ' +
        'asked for the money. Without it you say that the provider has received the money already.',
      example: '+250788123456',
    }),
    client_reference: clientReference,
    metadata: metadataField.default({}),
  })
  .meta({ id: 'CreateTopUp' });

export const paymentAnswer = z
  .object({
    object: z.literal('payment'),
    id: idField('pay'),
    reference: z.string().meta({ description: 'Ours, unique on the platform.' }),
    client_reference: z.string().nullable(),
    status: z.enum(['pending', 'processing', 'success', 'failed', 'refunded']),
    failure_code: z.string().nullable().meta({ description: 'An error code, when status is failed.' }),
    amount: minorUnits,
    amount_decimal: decimalAmount,
    fee: minorUnits,
    fee_decimal: decimalAmount,
    currency: currencyField,
    sender_id: idField('usr'),
    recipient_id: idField('usr'),
    sender_wallet_id: idField('wal'),
    recipient_wallet_id: idField('wal'),
    provider: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timeField,
  })
  .meta({ id: 'Payment' });

export type CreatePaymentRequest = z.infer<typeof createPaymentRequest>;
export type CreateTopUpRequest = z.infer<typeof createTopUpRequest>;
export type PaymentAnswer = z.infer<typeof paymentAnswer>;
