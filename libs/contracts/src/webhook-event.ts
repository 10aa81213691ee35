/** What a webhook carries. */
import { z } from 'zod';
import { walletAnswer } from './http/accounts.js';
import { idField, timeField } from './http/fields.js';
import { paymentAnswer } from './http/payments.js';

export const webhookEventTypes = [
  'payment.succeeded',
  'payment.failed',
  'payment.processing',
  'payment.refunded',
  'wallet.frozen',
  'wallet.unfrozen',
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];

export const webhookEvent = z
  .object({
    id: idField('evt').meta({
      description: 'Of the event, the same in each delivery and attempt: drop what you know.',
    }),
    object: z.literal('event'),
    type: z.enum(webhookEventTypes),
    created: timeField.meta({ description: 'When the change was committed.' }),
    livemode: z.boolean(),
    api_version: z.string(),
    sequence: z.int().positive().meta({
      description: 'Rises with each version of the payment or wallet: a lower one than you have seen of it is stale.',
    }),
    data: z.object({ object: z.union([paymentAnswer, walletAnswer]) }),
  })
  .meta({ id: 'Event' });

export type WebhookEvent = z.infer<typeof webhookEvent>;
