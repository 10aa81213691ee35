/** Answers about balances, statements and the trial balance, as the ledger projection gives them. */
import { z } from 'zod';
import { currencyField, decimalAmount, idField, minorUnits, timeField } from './fields.js';

/** The source's state that an answer tells of: all of it up to this commit, nothing after. */
export const asOf = z
  .object({
    epoch: z.int().meta({ description: 'Rises when the source fails over or is restored; leads the LSN.', example: 1 }),
    lsn: z.string().meta({ description: 'The last commit included, as PostgreSQL writes it.', example: '16/B374D848' }),
    commit_time: timeField,
  })
  .meta({ id: 'AsOf' });

const balance = {
  object: z.literal('balance'),
  wallet_id: idField('wal'),
  user_id: idField('usr'),
  kind: z.string().meta({ description: 'user, platform or clearing.', example: 'user' }),
  currency: currencyField,
  state: z.enum(['complete', 'incomplete']).meta({
    description: 'incomplete: an entry is missing (see the dead letters), so there is no balance to tell.',
  }),
  balance: minorUnits.nullable(),
  balance_decimal: decimalAmount.nullable(),
  entries: z.int().meta({ description: 'Ledger entries the balance comes from.', example: 12 }),
};

export const balanceOfList = z.object(balance).meta({ id: 'Balance' });
export const balanceAnswer = z.object({ ...balance, as_of: asOf }).meta({ id: 'BalanceAsOf' });

export const statementEntry = z
  .object({
    id: z.string().meta({ description: 'Of the ledger row.', example: '1204' }),
    seq: z.int().meta({ description: '1, 2, 3 ... per wallet.', example: 12 }),
    type: z.string().meta({ example: 'debit' }),
    amount: minorUnits.meta({ description: 'Signed: negative when it left the wallet.', example: -5000 }),
    amount_decimal: decimalAmount,
    balance_after: minorUnits,
    balance_after_decimal: decimalAmount,
    created_at: timeField,
    payment_id: idField('pay'),
    payment: z
      .object({ reference: z.string(), status: z.string(), counterparty_id: idField('usr') })
      .nullable()
      .meta({ description: 'null until the payment itself has arrived.' }),
  })
  .meta({ id: 'StatementEntry' });

export const statementAnswer = z
  .object({
    object: z.literal('statement'),
    wallet_id: idField('wal'),
    user_id: idField('usr'),
    currency: currencyField,
    state: z.enum(['complete', 'incomplete']),
    from: timeField.nullable(),
    to: timeField.nullable(),
    opening_balance: minorUnits.meta({ description: 'Before the first entry of the time asked for.' }),
    opening_balance_decimal: decimalAmount,
    closing_balance: minorUnits.meta({ description: 'After the last entry of the time asked for.' }),
    closing_balance_decimal: decimalAmount,
    data: z.array(statementEntry),
    has_more: z.boolean(),
    next_cursor: z.string().nullable(),
    as_of: asOf,
  })
  .meta({ id: 'Statement' });

export const trialBalanceAnswer = z
  .object({
    object: z.literal('trial_balance'),
    totals: z.array(
      z.object({
        currency: currencyField,
        debits: minorUnits,
        debits_decimal: decimalAmount,
        credits: minorUnits,
        credits_decimal: decimalAmount,
        difference: minorUnits.meta({
          description: 'Debits less credits: zero while nothing is incomplete.',
          example: 0,
        }),
        difference_decimal: decimalAmount,
        wallets: z.int(),
      }),
    ),
    incomplete: z.array(idField('wal')).meta({ description: 'Wallets left out of the totals.' }),
    as_of: asOf,
  })
  .meta({ id: 'TrialBalance' });

export type AsOf = z.infer<typeof asOf>;
export type BalanceOfList = z.infer<typeof balanceOfList>;
export type BalanceAnswer = z.infer<typeof balanceAnswer>;
export type StatementEntryAnswer = z.infer<typeof statementEntry>;
export type StatementAnswer = z.infer<typeof statementAnswer>;
export type TrialBalanceAnswer = z.infer<typeof trialBalanceAnswer>;
