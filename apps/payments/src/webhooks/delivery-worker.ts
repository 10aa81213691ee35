/** Claims due deliveries and sends them, so many at once, until the signal; then finishes those under way. */
import {
  claimWebhookDeliveries,
  deleteOldWebhookDeliveries,
  isAcknowledged,
  settleWebhookAttempt,
  type ClaimedDelivery,
  type PaymentsDatabase,
  type WebhookAttempt,
} from '@vf/payments';
import { backoffDelayMs, pause, reconnectBackoff, type Log, type Service } from '@vf/platform';
import { loggableError } from '../loggable-error.js';
import type { WebhookMetrics } from './webhook-metrics.js';

export interface DeliveryWorkerOptions {
  readonly db: PaymentsDatabase;
  readonly post: (delivery: ClaimedDelivery) => Promise<WebhookAttempt>;
  /** Under way at once in this process. */
  readonly maxInFlight: number;
  /** Under way at once to one endpoint, over all processes: a slow one takes no more than that from the others. */
  readonly maxInFlightPerEndpoint: number;
  /** Longest that one attempt takes; after that and a margin, another worker may take a claim over. */
  readonly attemptTimeoutMs: number;
  readonly claimMarginMs?: number;
  readonly pollMs?: number;
  readonly metrics: WebhookMetrics;
  readonly log: Log;
}

const POLL_MS = 500;
/** For the head of the answer's body and for noting the result, also when the database is slow. */
const CLAIM_MARGIN_MS = 20_000;
const SETTLE_ATTEMPTS = 3;

export class DeliveryWorker {
  readonly #inFlight = new Set<Promise<void>>();
  #endIdling: () => void = () => undefined;
  /** A wake that came while nothing idled must not be lost. */
  #isWoken = false;

  constructor(private readonly options: DeliveryWorkerOptions) {}

  asService(): Service {
    return { name: 'webhook-deliveries', run: (signal) => this.#run(signal) };
  }

  /** Looks for due deliveries now and not at the next poll. */
  wake(): void {
    this.#isWoken = true;
    this.#endIdling();
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.#isWoken = false;
      try {
        await this.#fill();
        failures = 0;
      } catch (err) {
        failures += 1;
        this.options.log.warn({ err: loggableError(err), failures }, 'webhook deliveries can not be claimed');
      }
      if (failures > 0) await pause(backoffDelayMs(reconnectBackoff, failures), signal);
      else await this.#idle(signal);
    }
    await Promise.all(this.#inFlight);
  }

  async #fill(): Promise<void> {
    const { db, maxInFlight, maxInFlightPerEndpoint, attemptTimeoutMs, claimMarginMs = CLAIM_MARGIN_MS } = this.options;
    const free = maxInFlight - this.#inFlight.size;
    if (free <= 0) return;
    const claimed = await claimWebhookDeliveries(db, {
      deliveries: free,
      perEndpoint: maxInFlightPerEndpoint,
      claimMs: attemptTimeoutMs + claimMarginMs,
    });
    for (const delivery of claimed) {
      const sending = this.#send(delivery).finally(() => {
        this.#inFlight.delete(sending);
        this.options.metrics.inFlight.set(this.#inFlight.size);
        this.wake();
      });
      this.#inFlight.add(sending);
    }
    this.options.metrics.inFlight.set(this.#inFlight.size);
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    const { post, metrics } = this.options;
    const attempt = await post(delivery);
    metrics.attempts.inc({ result: isAcknowledged(attempt) ? 'acknowledged' : (attempt.error ?? 'refused') });
    metrics.seconds.observe(attempt.durationMs / 1_000);
    await this.#settle(delivery, attempt);
  }

  /** What can not be noted is sent again when the claim ends: at least once, never lost. */
  async #settle(delivery: ClaimedDelivery, attempt: WebhookAttempt): Promise<void> {
    const { db, log } = this.options;
    for (let failures = 1; ; failures += 1) {
      try {
        await settleWebhookAttempt(db, delivery, attempt, { nowMs: Date.now() });
        return;
      } catch (err) {
        log.warn({ err: loggableError(err), delivery: delivery.id, failures }, 'a webhook attempt can not be noted');
        if (failures >= SETTLE_ATTEMPTS) return;
        await pause(backoffDelayMs(reconnectBackoff, failures), new AbortController().signal);
      }
    }
  }

  /** Until something may be due, a slot is free again, or the signal. */
  async #idle(signal: AbortSignal): Promise<void> {
    if (this.#isWoken) return;
    const woken = new AbortController();
    this.#endIdling = () => woken.abort();
    await pause(this.options.pollMs ?? POLL_MS, AbortSignal.any([signal, woken.signal]));
  }
}

const RETENTION_INTERVAL_MS = 60_000;

/** Deletes deliveries past retention, a batch at a time. */
export function webhookRetention({ db, log }: Pick<DeliveryWorkerOptions, 'db' | 'log'>): Service {
  return {
    name: 'webhook-retention',
    async run(signal) {
      while (!signal.aborted) {
        try {
          const deleted = await deleteOldWebhookDeliveries(db);
          if (deleted > 0) {
            log.info({ deleted }, 'old webhook deliveries are deleted');
            continue;
          }
        } catch (err) {
          log.warn({ err: loggableError(err) }, 'old webhook deliveries can not be deleted');
        }
        await pause(RETENTION_INTERVAL_MS, signal);
      }
    },
  };
}
