/** The payments service, a receiver, and workers that send to it. */
import { openDatabase, storeWebhookEvents, type PaymentsDatabase, type WebhookEventToStore } from '@vf/payments';
import { createMetrics, silentLog } from '@vf/platform';
import { RunningService, type Answer } from '../running-service.fixture.js';
import { DeliveryWorker, type DeliveryWorkerOptions } from './delivery-worker.js';
import { postWebhook } from './post-webhook.js';
import { webhookMetrics } from './webhook-metrics.js';
import { webhookReceiver, type WebhookReceiver } from './webhook-receiver.fixture.js';

export interface WebhookWorld extends AsyncDisposable {
  readonly service: RunningService;
  readonly receiver: WebhookReceiver;
  readonly db: PaymentsDatabase;
  /** An endpoint at this path of the receiver. */
  readonly endpoint: (path: string, eventTypes?: readonly string[]) => Promise<{ id: string; secret: string }>;
  /** Puts so many events of the client before its endpoints. Gives back how many deliveries were made. */
  readonly occur: (events?: number) => Promise<number>;
  readonly deliveries: (endpointId: string) => Promise<Record<string, unknown>[]>;
  /** As if the time of the next attempt had come. */
  readonly makeDue: () => Promise<void>;
}

export const TIMEOUT_MS = 1_000;

export async function webhookWorld(): Promise<WebhookWorld> {
  const stack = new AsyncDisposableStack();
  const service = stack.use(await RunningService.start({ WEBHOOK_ALLOW_LOOPBACK: true }));
  const receiver = stack.use(await webhookReceiver());
  const db = openDatabase({ connectionString: service.db.urlFor('payments_service') });
  stack.defer(() => db.destroy());
  const { rows } = await service.admin.query<{ id: string }>("SELECT id FROM api_clients WHERE name = 'shop'");
  const clientId = rows[0]!.id;
  return {
    service,
    receiver,
    db,
    async endpoint(path, eventTypes = ['*']) {
      const made = await service.ask('/v1/webhook-endpoints', {
        body: { url: receiver.url(path), event_types: eventTypes },
      });
      return { id: String(made.body['id']), secret: String(made.body['secret']) };
    },
    occur: (events = 1) =>
      db.transaction().execute((tx) =>
        storeWebhookEvents(
          tx,
          Array.from({ length: events }, () => eventOf(clientId)),
        ),
      ),
    async deliveries(endpointId) {
      const answer: Answer = await service.ask(`/v1/webhook-endpoints/${endpointId}/deliveries?limit=100`);
      return answer.body['data'] as Record<string, unknown>[];
    },
    async makeDue() {
      await service.admin.query(
        "UPDATE webhook_deliveries SET next_attempt_at = clock_timestamp() WHERE status = 'pending' AND claimed_until IS NULL",
      );
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

export const eventOf = (clientId: string, occurredAtMs = Date.now() + 1_000): WebhookEventToStore => {
  const id = crypto.randomUUID();
  return { id, type: 'payment.succeeded', clientId, body: JSON.stringify({ id }), occurredAtMs };
};

/** A worker until it is stopped; stop() resolves when it has drained. */
export function startWorker(db: PaymentsDatabase, over: Partial<DeliveryWorkerOptions> = {}) {
  const worker = new DeliveryWorker({
    db,
    post: (delivery) => postWebhook(delivery, { allowLoopback: true, allowPrivate: false, timeoutMs: TIMEOUT_MS }),
    maxInFlight: 32,
    maxInFlightPerEndpoint: 2,
    attemptTimeoutMs: TIMEOUT_MS,
    pollMs: 20,
    metrics: webhookMetrics(createMetrics('webhooks')),
    log: silentLog,
    ...over,
  });
  const signal = new AbortController();
  const running = worker.asService().run(signal.signal);
  const stop = () => {
    signal.abort();
    return running;
  };
  return { stop, [Symbol.asyncDispose]: stop };
}
