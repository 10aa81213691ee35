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

export const clientReference = plainText(MAX_REFERENCE_LENGTH).optional().meta({
  description: 'Your own number for it, such as the order. Unique among your payments that did not fail.',
  example: 'order-1001',
});

const MIN_HOLD_SECONDS = 1;
/** Thirty days: longer, and the money of a forgotten order would be gone for good. */
const MAX_HOLD_SECONDS = 2_592_000;

/** Of a payment or a checkout. */
export const feeBearer = z.enum(['recipient', 'sender']).default('recipient').meta({
  description: 'Who pays the platform’s fee: the recipient, out of the amount, or the sender, on top of it.',
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
    fee_bearer: feeBearer,
    capture: z.enum(['automatic', 'manual']).default('automatic').meta({
      description: 'manual: the amount is held in the sender’s wallet until it is captured, voided or expires.',
    }),
    hold_seconds: z.int().min(MIN_HOLD_SECONDS).max(MAX_HOLD_SECONDS).optional().meta({
      description: 'With capture manual: how long the amount is held; seven days when left out.',
      example: 86_400,
    }),
  })
  .refine(({ capture, hold_seconds }) => capture === 'manual' || hold_seconds === undefined, {
    path: ['hold_seconds'],
    message: 'only with capture manual',
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
    failure_code: z.string().nullable().meta({
      description: 'When status is failed: an error code, payment_voided, payment_expired, or the provider’s.',
    }),
    amount: minorUnits.meta({ description: 'What was authorised until it is captured, then what was captured.' }),
    amount_decimal: decimalAmount,
    fee: minorUnits,
    fee_decimal: decimalAmount,
    fee_bearer: z.enum(['recipient', 'sender']),
    refunded_amount: minorUnits.meta({ description: 'Given back so far; status is refunded when it is all.' }),
    refunded_amount_decimal: decimalAmount,
    authorized_amount: minorUnits.nullable().meta({ description: 'What may be, or could be, captured of a hold.' }),
    capture_before: timeField.nullable().meta({ description: 'When the hold ends by itself.' }),
    currency: currencyField,
    sender_id: idField('usr'),
    recipient_id: idField('usr'),
    sender_wallet_id: idField('wal'),
    recipient_wallet_id: idField('wal'),
    provider: z.string(),
    checkout_id: idField('chk').nullable(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timeField,
  })
  .meta({ id: 'Payment' });

export type CreatePaymentRequest = z.infer<typeof createPaymentRequest>;
export type CreateTopUpRequest = z.infer<typeof createTopUpRequest>;
export type PaymentAnswer = z.infer<typeof paymentAnswer>;
