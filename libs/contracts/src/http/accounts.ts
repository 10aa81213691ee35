/** Requests and answers about users and wallets. */
import { z } from 'zod';
import { currencyField, decimalAmount, idField, metadataField, minorUnits, timeField } from './fields.js';

const MAX_EMAIL_LENGTH = 254;
const E164 = /^\+[1-9]\d{6,14}$/;

export const createUserRequest = z
  .strictObject({
    email: z.email().max(MAX_EMAIL_LENGTH).toLowerCase().meta({ example: 'aline@example.com' }),
    phone: z.string().regex(E164, 'must be an international number such as +250788123456').optional(),
    role: z.enum(['customer', 'vendor']).default('customer'),
    metadata: metadataField.default({}),
  })
  .meta({ id: 'CreateUser' });

export const userAnswer = z
  .object({
    object: z.literal('user'),
    id: idField('usr'),
    email: z.string(),
    phone: z.string().nullable(),
    role: z.enum(['customer', 'vendor', 'admin']),
    kyc_status: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timeField,
  })
  .meta({ id: 'User' });

export const createWalletRequest = z
  .strictObject({ user_id: idField('usr'), currency: currencyField.default('RWF') })
  .meta({ id: 'CreateWallet' });

export const walletAnswer = z
  .object({
    object: z.literal('wallet'),
    id: idField('wal'),
    user_id: idField('usr'),
    currency: currencyField,
    balance: minorUnits,
    balance_decimal: decimalAmount,
    available: minorUnits.meta({ description: 'The balance less what is held.' }),
    available_decimal: decimalAmount,
    is_frozen: z.boolean(),
    updated_at: timeField,
    version: z.int().meta({ description: 'Rises with every change of the wallet.' }),
  })
  .meta({ id: 'Wallet' });

export type CreateUserRequest = z.infer<typeof createUserRequest>;
export type UserAnswer = z.infer<typeof userAnswer>;
export type CreateWalletRequest = z.infer<typeof createWalletRequest>;
export type WalletAnswer = z.infer<typeof walletAnswer>;
