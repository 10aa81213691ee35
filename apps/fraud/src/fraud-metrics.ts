import type { AlertChange } from '@vf/fraud';
import { Counter, Histogram, type Registry } from '@vf/platform';

export interface JudgedBatch {
  readonly paymentChanges: number;
  readonly changes: readonly AlertChange[];
  /** Commit time of the batch's last change, and the time it was judged, milliseconds since 1970. */
  readonly newestCommitMs: number;
  readonly nowMs: number;
}

/** Counts what was judged and told; call it after the transaction's effects are known. */
export function fraudMetrics(registry: Registry) {
  const payments = new Counter({
    name: 'vf_fraud_payment_changes_total',
    help: 'Payment changes judged.',
    registers: [registry],
  });
  const alerts = new Counter({
    name: 'vf_fraud_alert_events_total',
    help: 'Alert events told, by kind.',
    labelNames: ['event'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'vf_fraud_commit_to_judged_seconds',
    help: 'From the commit of the newest payment change of a batch until it was judged, not yet committed.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  return {
    judged({ paymentChanges, changes, newestCommitMs, nowMs }: JudgedBatch): void {
      payments.inc(paymentChanges);
      latency.observe(Math.max(0, nowMs - newestCommitMs) / 1_000);
      for (const { kind } of changes) alerts.inc({ event: kind });
    },
  };
}

export type FraudMetrics = ReturnType<typeof fraudMetrics>;
