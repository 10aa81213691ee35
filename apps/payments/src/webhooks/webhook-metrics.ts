import { Counter, Gauge, Histogram, type Registry } from '@vf/platform';

const SECONDS_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type WebhookMetrics = ReturnType<typeof webhookMetrics>;

/** Metrics of webhooks; docs/webhooks.md lists them for the operator. */
export function webhookMetrics(registry: Registry) {
  const registers = [registry];
  return {
    stored: new Counter({ name: 'vf_webhook_deliveries_total', help: 'Deliveries made from changes.', registers }),
    attempts: new Counter({
      name: 'vf_webhook_attempts_total',
      help: 'Attempts by result: acknowledged, refused (another status), or why there was no answer.',
      labelNames: ['result'],
      registers,
    }),
    inFlight: new Gauge({ name: 'vf_webhook_in_flight', help: 'Attempts under way in this process.', registers }),
    seconds: new Histogram({
      name: 'vf_webhook_attempt_seconds',
      help: 'Time from the look-up of the name to the answer.',
      buckets: SECONDS_BUCKETS,
      registers,
    }),
  };
}
