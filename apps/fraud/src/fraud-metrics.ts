import type { AlertChange } from '@vf/fraud';
import { Counter, type Registry } from '@vf/platform';

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
  return {
    judged(paymentChanges: number, changes: readonly AlertChange[]): void {
      payments.inc(paymentChanges);
      for (const { kind } of changes) alerts.inc({ event: kind });
    },
  };
}

export type FraudMetrics = ReturnType<typeof fraudMetrics>;
