/** Lists of the payments API: their queries and their shape, which is Stripe's. */
import { z } from 'zod';
import { askedTime, currencyField, decimalAmount, idField, minorUnits, plainText, timeField } from './fields.js';
import { paymentAnswer } from './payments.js';
import { walletAnswer } from './accounts.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;
const MAX_TEXT_LENGTH = 255;

const text = () => plainText(MAX_TEXT_LENGTH);

/** Query fields of every list; spread them into the list's own strict object. */
const page = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).meta({
    description: 'How many at most.',
    example: DEFAULT_LIMIT,
  }),
  starting_after: text().optional().meta({ description: 'An id of this list: what is older.' }),
  ending_before: text().optional().meta({ description: 'An id of this list: what is newer.' }),
};

/** Both cursors at once ask for nothing that has an answer. */
const oneCursor = <S extends z.ZodType<{ starting_after?: string | undefined; ending_before?: string | undefined }>>(
  schema: S,
) =>
  schema.refine((query) => query.starting_after === undefined || query.ending_before === undefined, {
    message: 'can not be together with starting_after',
    path: ['ending_before'],
  });

export const expandable = ['sender_wallet', 'recipient_wallet', 'ledger_entries'] as const;
const expand = z
  .array(z.enum(expandable))
  .max(expandable.length)
  .optional()
  .meta({ description: 'What to show whole; of what is not yours, null.', example: ['sender_wallet'] });

export const readPaymentQuery = z.strictObject({ 'expand[]': expand });
export const listPaymentsQuery = oneCursor(
  z.strictObject({
    ...page,
    status: z.enum(['pending', 'processing', 'success', 'failed', 'refunded']).optional(),
    wallet: text().optional().meta({ description: 'A wallet of yours: all its payments, whoever made them.' }),
    provider: text().optional(),
    client_reference: text().optional().meta({ description: 'Your own number, exactly.' }),
    created_from: askedTime.optional().meta({ description: 'Not before.' }),
    created_to: askedTime.optional().meta({ description: 'Before, not at.' }),
    'expand[]': expand,
  }),
);
export const listUsersQuery = oneCursor(
  z.strictObject({
    ...page,
    role: z.enum(['customer', 'vendor']).optional(),
    kyc_status: text().optional(),
    email: text().toLowerCase().optional().meta({ description: 'Exactly.' }),
  }),
);
export const listEntriesQuery = oneCursor(z.strictObject(page));
export const listGrantsQuery = oneCursor(
  z.strictObject({
    ...page,
    side: z.enum(['given', 'received']).default('given').meta({ description: 'Whether you gave them or got them.' }),
  }),
);
export const listAuditQuery = oneCursor(
  z.strictObject({
    ...page,
    action: text().optional().meta({ example: 'user.kyc' }),
    object_id: text().optional().meta({ description: 'What it was done to, as the API names it.' }),
  }),
);
export const balanceAtQuery = z.strictObject({
  at: askedTime.optional().meta({ description: 'A moment that is over; now when left out.' }),
});

export const listOf = (item: z.ZodType) =>
  z.object({
    object: z.literal('list'),
    data: z.array(item).meta({ description: 'Newest first.' }),
    has_more: z.boolean().meta({ description: 'Whether there are more in the direction of reading.' }),
    url: z.string().meta({ example: '/v1/payments' }),
  });

export const ledgerEntryAnswer = z
  .object({
    object: z.literal('ledger_entry'),
    id: z.string().meta({ example: 'led_1204' }),
    wallet_id: idField('wal'),
    payment_id: idField('pay'),
    type: z.enum(['debit', 'credit', 'fee', 'refund']),
    amount: minorUnits.meta({ description: 'Signed: negative when it left the wallet.', example: -5000 }),
    amount_decimal: decimalAmount,
    balance_after: minorUnits,
    balance_after_decimal: decimalAmount,
    currency: currencyField,
    seq: z.int().meta({ description: '1, 2, 3 ... per wallet, without a gap.' }),
    created_at: timeField,
  })
  .meta({ id: 'LedgerEntry' });

export const expandedPaymentAnswer = paymentAnswer
  .extend({
    sender_wallet: walletAnswer.nullable().optional(),
    recipient_wallet: walletAnswer.nullable().optional(),
    ledger_entries: z.array(ledgerEntryAnswer).optional(),
  })
  .meta({ id: 'ExpandedPayment' });

export const walletBalanceAnswer = z
  .object({
    object: z.literal('wallet_balance'),
    wallet_id: idField('wal'),
    at: timeField,
    balance: minorUnits,
    balance_decimal: decimalAmount,
    currency: currencyField,
    seq: z.int().meta({ description: 'Of the last ledger entry until then; 0 when there was none.' }),
  })
  .meta({ id: 'WalletBalance' });

export interface ListAnswer<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more: boolean;
  readonly url: string;
}
export type LedgerEntryAnswer = z.infer<typeof ledgerEntryAnswer>;
export type ExpandedPaymentAnswer = z.infer<typeof expandedPaymentAnswer>;
export type WalletBalanceAnswer = z.infer<typeof walletBalanceAnswer>;
