/** Webhook endpoints and deliveries as the API shows them. */
import { isoOfMicroseconds, type WebhookDeliveryAnswer, type WebhookEndpointAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import type { WebhookDelivery, WebhookEndpoint } from '@vf/payments';

const timeOrNull = (micros: bigint | null): string | null => (micros === null ? null : isoOfMicroseconds(micros));

export function webhookEndpointAnswerOf(endpoint: WebhookEndpoint): WebhookEndpointAnswer {
  return {
    object: 'webhook_endpoint',
    id: wireId('whk', endpoint.id),
    url: endpoint.url,
    event_types: [...endpoint.eventTypes],
    is_enabled: endpoint.isEnabled,
    previous_secret_expires_at: timeOrNull(endpoint.previousSecretExpiresAt),
    created_at: isoOfMicroseconds(endpoint.createdAt),
  };
}

export function webhookDeliveryAnswerOf(delivery: WebhookDelivery): WebhookDeliveryAnswer {
  return {
    object: 'webhook_delivery',
    id: wireId('whd', delivery.id),
    endpoint_id: wireId('whk', delivery.endpointId),
    event_id: wireId('evt', delivery.eventId),
    event_type: delivery.eventType,
    status: delivery.status,
    next_attempt_at: delivery.status === 'pending' ? isoOfMicroseconds(delivery.nextAttemptAt) : null,
    created_at: isoOfMicroseconds(delivery.createdAt),
    settled_at: timeOrNull(delivery.settledAt),
    attempts: delivery.attempts.map(({ number, startedAtMs, durationMs, status, error, responseHead }) => ({
      number,
      started_at: new Date(startedAtMs).toISOString(),
      duration_ms: durationMs,
      status,
      error,
      response_head: responseHead,
    })),
  };
}
