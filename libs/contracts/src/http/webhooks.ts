/** Requests and answers about webhook endpoints and what is delivered to them. */
import { z } from 'zod';
import { webhookEventTypes } from '../webhook-event.js';
import { idField, plainText, timeField } from './fields.js';

const MAX_URL_LENGTH = 2_048;
const MAX_OVERLAP_S = 7 * 86_400;
const DEFAULT_OVERLAP_S = 86_400;

const eventTypes = z
  .array(z.enum([...webhookEventTypes, '*']))
  .min(1)
  .max(webhookEventTypes.length + 1)
  .meta({ description: 'The events to be told of; * for all, those of later versions included.' });

export const createWebhookEndpointRequest = z
  .strictObject({
    url: plainText(MAX_URL_LENGTH).meta({
      description: 'https.',
      format: 'uri',
      example: 'https://shop.example.com/vendorflow',
    }),
    event_types: eventTypes.default(['*']),
  })
  .meta({ id: 'CreateWebhookEndpoint' });

export const rotateWebhookSecretRequest = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(MAX_OVERLAP_S).default(DEFAULT_OVERLAP_S).meta({
      description: 'How long deliveries are signed with the former secret as well.',
    }),
  })
  .meta({ id: 'RotateWebhookSecret' });

export const webhookEndpointAnswer = z
  .object({
    object: z.literal('webhook_endpoint'),
    id: idField('whk'),
    url: z.string(),
    event_types: z.array(z.string()),
    is_enabled: z.boolean(),
    previous_secret_expires_at: timeField.nullable().meta({ description: 'Until then two secrets sign.' }),
    created_at: timeField,
  })
  .meta({ id: 'WebhookEndpoint' });

export const webhookEndpointWithSecret = webhookEndpointAnswer
  .extend({ secret: z.string().meta({ description: 'Shown this once.', example: 'whsec_…' }) })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const webhookEndpointDeleted = z
  .object({ object: z.literal('webhook_endpoint'), id: idField('whk'), deleted: z.literal(true) })
  .meta({ id: 'WebhookEndpointDeleted' });

export const webhookDeliveryAnswer = z
  .object({
    object: z.literal('webhook_delivery'),
    id: idField('whd'),
    endpoint_id: idField('whk'),
    event_id: idField('evt'),
    event_type: z.string(),
    status: z.enum(['pending', 'delivered', 'failed']),
    next_attempt_at: timeField.nullable(),
    created_at: timeField,
    settled_at: timeField.nullable(),
    attempts: z.array(
      z.object({
        number: z.int(),
        started_at: timeField,
        duration_ms: z.int(),
        status: z.int().nullable(),
        error: z.string().nullable(),
        response_head: z.string().meta({ description: 'The first KiB of what was answered.' }),
      }),
    ),
  })
  .meta({ id: 'WebhookDelivery' });

export type WebhookEndpointAnswer = z.infer<typeof webhookEndpointAnswer>;
export type WebhookDeliveryAnswer = z.infer<typeof webhookDeliveryAnswer>;
