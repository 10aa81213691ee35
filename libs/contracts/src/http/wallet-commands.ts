/** An analyst's commands on wallets: what is asked, and how a command stands. */
import { z } from 'zod';
import {
  commandOutcomes,
  MAX_COMMAND_ACTOR_LENGTH,
  MAX_COMMAND_REASON_LENGTH,
  walletCommandKinds,
} from '../wallet-command.js';
import { idField, plainText, timeField } from './fields.js';

export const walletCommandRequest = z
  .strictObject({
    reason: plainText(MAX_COMMAND_REASON_LENGTH).meta({
      description: 'Why, for the audit log of payments.',
      example: 'card testing, see case 12',
    }),
  })
  .meta({ id: 'WalletCommandRequest' });

/** pending: the payments service has not answered yet. */
export const walletCommandStatuses = ['pending', ...commandOutcomes] as const;

export const walletCommandAnswer = z
  .object({
    object: z.literal('wallet_command'),
    id: idField('cmd'),
    kind: z.enum(walletCommandKinds),
    status: z.enum(walletCommandStatuses),
    code: z.string().nullable().meta({ description: 'Why it was refused, as an error code of payments.' }),
    alert_id: idField('alt'),
    user_id: idField('usr'),
    wallet_id: idField('wal').nullable().meta({ description: 'Known once it is executed.' }),
    reason: z.string(),
    actor: z.string().max(MAX_COMMAND_ACTOR_LENGTH),
    created_at: timeField,
    decided_at: timeField.nullable(),
  })
  .meta({ id: 'WalletCommand' });

export type WalletCommandAnswer = z.infer<typeof walletCommandAnswer>;
