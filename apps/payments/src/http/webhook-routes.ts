/** Routes of webhook endpoints and deliveries. */
import {
  createWebhookEndpointRequest,
  rotateWebhookSecretRequest,
  webhookDeliveryAnswer,
  webhookEndpointAnswer,
  webhookEndpointDeleted,
  webhookEndpointWithSecret,
} from '@vf/contracts';
import { listOf, pageFields } from '@vf/read-api';
import { z } from 'zod';
import { cursorPageExample, deliveryExample, endpointExample, endpointWithSecretExample } from './answer-examples.js';
import { fieldErrors, type Route } from './route.js';

const ENDPOINTS = '/v1/webhook-endpoints';

const base = { scope: 'webhooks:write', status: 200, movesMoney: false } as const;
const read = { ...base, method: 'GET', scope: 'webhooks:read' } as const;
const ofEndpoint = { ...base, method: 'POST', errors: ['webhook_endpoint_not_found'] } as const;

const pendingDelivery = {
  ...deliveryExample,
  status: 'pending',
  settled_at: null,
  next_attempt_at: deliveryExample.created_at,
};

export const webhookRoutes: readonly Route[] = [
  {
    ...base,
    method: 'POST',
    path: ENDPOINTS,
    operationId: 'createWebhookEndpoint',
    summary: 'Has events of this client sent to a URL. Shows the secret that signs them, this once.',
    request: createWebhookEndpointRequest,
    answer: webhookEndpointWithSecret,
    status: 201,
    examples: {
      all: { url: endpointExample.url },
      some: { url: endpointExample.url, event_types: ['payment.succeeded', 'payment.refunded'] },
    },
    answers: { all: endpointWithSecretExample },
    errors: [...fieldErrors, 'webhook_url_refused', 'webhook_endpoint_limit_reached'],
  },
  {
    ...read,
    path: ENDPOINTS,
    operationId: 'listWebhookEndpoints',
    summary: 'Lists the endpoints of this client.',
    answer: listOf(webhookEndpointAnswer),
    answers: { all: cursorPageExample(endpointExample) },
    errors: [],
  },
  {
    ...read,
    path: `${ENDPOINTS}/{id}`,
    operationId: 'readWebhookEndpoint',
    summary: 'Reads an endpoint of this client.',
    answer: webhookEndpointAnswer,
    answers: { endpoint: endpointExample },
    errors: ['webhook_endpoint_not_found'],
  },
  {
    ...ofEndpoint,
    method: 'DELETE',
    path: `${ENDPOINTS}/{id}`,
    operationId: 'deleteWebhookEndpoint',
    summary: 'Deletes an endpoint with all its deliveries, also those that wait.',
    answer: webhookEndpointDeleted,
    answers: { deleted: { object: 'webhook_endpoint', id: endpointExample.id, deleted: true } },
  },
  {
    ...ofEndpoint,
    path: `${ENDPOINTS}/{id}/rotate`,
    operationId: 'rotateWebhookSecret',
    summary: 'Makes a new secret and shows it this once. Both sign until the former one ends.',
    request: rotateWebhookSecretRequest,
    isRequestOptional: true,
    answer: webhookEndpointWithSecret,
    examples: { day: { overlap_seconds: 86_400 }, now: { overlap_seconds: 0 } },
    answers: { day: { ...endpointWithSecretExample, previous_secret_expires_at: '2026-11-25T10:00:00.123456Z' } },
    errors: [...fieldErrors, 'webhook_endpoint_not_found'],
  },
  {
    ...ofEndpoint,
    path: `${ENDPOINTS}/{id}/enable`,
    operationId: 'enableWebhookEndpoint',
    summary: 'Has events sent again, those first that still wait.',
    answer: webhookEndpointAnswer,
    answers: { enabled: endpointExample },
  },
  {
    ...ofEndpoint,
    path: `${ENDPOINTS}/{id}/disable`,
    operationId: 'disableWebhookEndpoint',
    summary: 'Has nothing sent. Events of this time make no deliveries.',
    answer: webhookEndpointAnswer,
    answers: { disabled: { ...endpointExample, is_enabled: false } },
  },
  {
    ...read,
    path: `${ENDPOINTS}/{id}/deliveries`,
    operationId: 'listWebhookDeliveries',
    summary: 'Lists what was or is to be sent to an endpoint, newest first, with each attempt.',
    query: z.strictObject(pageFields),
    answer: listOf(webhookDeliveryAnswer),
    answers: { page: cursorPageExample(deliveryExample) },
    errors: ['field_unknown', 'field_invalid', 'webhook_endpoint_not_found'],
  },
  {
    ...base,
    method: 'POST',
    path: '/v1/webhook-deliveries/{id}/resend',
    operationId: 'resendWebhookDelivery',
    summary: 'Has a delivery sent again now, whatever came of it before, with the same event id.',
    answer: webhookDeliveryAnswer,
    answers: { again: pendingDelivery },
    errors: ['webhook_delivery_not_found'],
  },
];
