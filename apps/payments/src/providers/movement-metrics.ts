import type { MovementObserver } from '@vf/payments';
import { Counter, Histogram, type Log, type Registry } from '@vf/platform';
import { loggableError } from '../loggable-error.js';

const MS_PER_SECOND = 1_000;

/** What becomes of movements, as metrics; what an operator must look at, as log lines too. No party is ever logged. */
export function movementMetrics(registry: Registry, log: Log): MovementObserver {
  const registers = [registry];
  const submitSeconds = new Histogram({
    name: 'vf_provider_submit_seconds',
    help: 'From asking a provider to move money to its answer, by provider and outcome.',
    labelNames: ['provider', 'kind', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers,
  });
  const count = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const lookUps = count('vf_provider_look_ups_total', 'Times a provider was asked what became of a movement.', [
    'provider',
    'outcome',
  ]);
  const settled = count('vf_provider_settled_total', 'Movements settled, by failure code or "success".', [
    'provider',
    'kind',
    'result',
  ]);
  const kept = count('vf_provider_kept_total', 'Settlements that the ledger would not take yet.', ['provider']);
  const contradictions = count('vf_provider_contradictions_total', 'Providers that took their word back.', [
    'provider',
  ]);
  const failures = count('vf_provider_failures_total', 'Steps that failed and are repeated.', ['step']);
  return {
    submitted: ({ kind, provider }, { kind: outcome }, tookMs) =>
      submitSeconds.observe({ provider, kind, outcome }, tookMs / MS_PER_SECOND),
    lookedUp: ({ provider }, { kind: outcome }) => lookUps.inc({ provider, outcome }),
    settled: ({ failureCode, kind, provider }) => settled.inc({ provider, kind, result: failureCode ?? 'success' }),
    kept({ paymentId, provider }) {
      kept.inc({ provider });
      log.warn({ paymentId, provider }, 'a provider has moved money that the ledger can not book now');
    },
    contradicted({ id, paymentId, provider }, contradiction) {
      contradictions.inc({ provider });
      log.error({ movementId: id, paymentId, provider, contradiction }, 'a provider contradicts the ledger');
    },
    failed(step, err) {
      failures.inc({ step });
      log.warn({ step, err: loggableError(err) }, 'a step of a movement failed');
    },
  };
}
