/** Requests and answers of captures, voids, refunds, checkouts, batches and freezes. */
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
import { clientReference, feeBearer, paymentAnswer } from './payments.js';
import { problem } from './problem.js';

const MAX_REASON_LENGTH = 500;
const MAX_ACTOR_LENGTH = 200;
const MAX_CHECKOUT_LEGS = 50;
const MAX_BATCH_ITEMS = 1_000;

export const capturePaymentRequest = z
  .strictObject({
    amount: amountField
      .optional()
      .meta({ description: 'All that was authorised when left out; the rest is released.' }),
  })
  .meta({ id: 'CapturePayment', examples: [{}, { amount: 3000 }] });

export const voidPaymentRequest = z.strictObject({}).meta({ id: 'VoidPayment', examples: [{}] });

export const createRefundRequest = z
  .strictObject({
    amount: amountField.optional().meta({ description: 'All that is left of the payment when left out.' }),
    reason: plainText(MAX_REASON_LENGTH).optional().meta({ example: 'parcel came back' }),
    metadata: metadataField.default({}),
  })
  .meta({ id: 'CreateRefund', examples: [{ amount: 2000, reason: 'one item came back' }] });

export const refundAnswer = z
  .object({
    object: z.literal('refund'),
    id: idField('ref'),
    payment_id: idField('pay'),
    status: z.enum(['success', 'failed']),
    failure_code: z.string().nullable(),
    amount: minorUnits,
    amount_decimal: decimalAmount,
    fee_returned: minorUnits.meta({ description: 'The part of the platform’s fee that went back with it.' }),
    fee_returned_decimal: decimalAmount,
    currency: currencyField,
    reason: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timeField,
  })
  .meta({ id: 'Refund' });

const checkoutLeg = z.strictObject({
  recipient_wallet_id: idField('wal').meta({ description: 'A vendor’s wallet.' }),
  amount: amountField,
  metadata: metadataField.default({}),
});

export const createCheckoutRequest = z
  .strictObject({
    sender_wallet_id: idField('wal').meta({ description: 'The wallet that pays all of it.' }),
    currency: currencyField,
    legs: z.array(checkoutLeg).min(1).max(MAX_CHECKOUT_LEGS),
    provider: z.enum(['internal', ...providers]).default('internal'),
    client_reference: clientReference,
    metadata: metadataField.default({}),
    fee_bearer: feeBearer,
  })
  .meta({ id: 'CreateCheckout' });

export const checkoutAnswer = z
  .object({
    object: z.literal('checkout'),
    id: idField('chk'),
    client_reference: z.string().nullable(),
    status: z.enum(['success', 'failed']),
    failure_code: z.string().nullable(),
    amount: minorUnits.meta({ description: 'The sum of the legs.' }),
    amount_decimal: decimalAmount,
    fee: minorUnits.meta({ description: 'The sum of the legs’ fees: the fee on the whole amount, rounded once.' }),
    fee_decimal: decimalAmount,
    fee_bearer: z.enum(['recipient', 'sender']),
    currency: currencyField,
    sender_id: idField('usr'),
    sender_wallet_id: idField('wal'),
    provider: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    payments: z.array(paymentAnswer).meta({ description: 'A payment for each leg, in their order.' }),
    created_at: timeField,
  })
  .meta({ id: 'Checkout' });

/** The items are read one by one, so that one at fault leaves the others untouched. */
export const createBatchRequest = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(MAX_BATCH_ITEMS)
      .meta({ description: 'Bodies of POST /v1/payments, each with an idempotency_key of its own beside its fields.' }),
  })
  .meta({ id: 'CreateBatch' });

export const batchAnswer = z
  .object({
    object: z.literal('batch'),
    data: z.array(
      z.object({
        status: z.int().meta({ description: 'The HTTP status that the item alone would have been answered with.' }),
        replayed: z.boolean(),
        body: z.union([paymentAnswer, problem]),
      }),
    ),
  })
  .meta({ id: 'Batch' });

export const freezeWalletRequest = z
  .strictObject({
    reason: plainText(MAX_REASON_LENGTH).meta({ example: 'alert alt_0198c2f0a1b27c3d8e4f5a6b7c8d9e0f' }),
    actor: plainText(MAX_ACTOR_LENGTH).meta({ description: 'Who wants it.', example: 'analyst 7' }),
  })
  .meta({ id: 'FreezeWallet' });

export const walletFreezeAnswer = z
  .object({
    object: z.literal('wallet_freeze'),
    wallet_id: idField('wal'),
    is_frozen: z.boolean(),
    reason: z.string(),
    actor: z.string(),
    created_at: timeField,
  })
  .meta({ id: 'WalletFreeze' });

export type CapturePaymentRequest = z.infer<typeof capturePaymentRequest>;
export type CreateRefundRequest = z.infer<typeof createRefundRequest>;
export type RefundAnswer = z.infer<typeof refundAnswer>;
export type CreateCheckoutRequest = z.infer<typeof createCheckoutRequest>;
export type CheckoutAnswer = z.infer<typeof checkoutAnswer>;
export type FreezeWalletRequest = z.infer<typeof freezeWalletRequest>;
export type WalletFreezeAnswer = z.infer<typeof walletFreezeAnswer>;
