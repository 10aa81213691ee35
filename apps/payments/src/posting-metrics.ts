import type { PostingObserver } from '@vf/payments';
import { Counter, Gauge, Histogram, type Log, type Registry } from '@vf/platform';

import { loggableError } from './loggable-error.js';

const MS_PER_SECOND = 1_000;

/** What posting tells, as metrics; what an operator must look at, as log lines too. */
export function postingMetrics(registry: Registry, log: Log, queued: () => number): PostingObserver {
  const { batchSize, batchSeconds, queueSeconds } = timings(registry);
  const { outcomes, reruns, bisects } = counters(registry);
  new Gauge({
    name: 'vf_posting_queued',
    help: 'Payments that wait for a slot now.',
    registers: [registry],
    collect() {
      this.set(queued());
    },
  });
  return {
    batch(size, tookMs) {
      batchSize.observe(size);
      batchSeconds.observe(tookMs / MS_PER_SECOND);
    },
    waited: (queuedMs) => queueSeconds.observe(queuedMs / MS_PER_SECOND),
    outcome: (outcome) => outcomes.inc({ outcome }),
    rerun(reason, err) {
      reruns.inc({ reason });
      log.warn({ reason, err: loggableError(err) }, 'a batch of payments goes again');
    },
    bisected(size, err) {
      bisects.inc();
      log.warn({ size, err: loggableError(err) }, 'a batch of payments was refused, looking for the one at fault');
    },
    isolated: ({ requestId }, err) =>
      log.error({ requestId, err: loggableError(err) }, 'the database refuses a payment'),
  };
}

function timings(registry: Registry) {
  const registers = [registry];
  const batchSize = new Histogram({
    name: 'vf_posting_batch_size',
    help: 'Payments posted together in one transaction.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 175, 250],
    registers,
  });
  const batchSeconds = new Histogram({
    name: 'vf_posting_batch_seconds',
    help: 'From a slot taking a batch to its answers, reruns and bisection included.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const queueSeconds = new Histogram({
    name: 'vf_posting_queue_wait_seconds',
    help: 'How long a payment waited for a slot.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
    registers,
  });
  return { batchSize, batchSeconds, queueSeconds };
}

function counters(registry: Registry) {
  const registers = [registry];
  const outcomes = new Counter({
    name: 'vf_posting_outcomes_total',
    help: 'What became of each payment asked for: posted, failed, replayed, or why it was not posted.',
    labelNames: ['outcome'],
    registers,
  });
  const reruns = new Counter({
    name: 'vf_posting_reruns_total',
    help: 'Batches that went again, by reason; "unknown" is a lost answer to COMMIT.',
    labelNames: ['reason'],
    registers,
  });
  const bisects = new Counter({
    name: 'vf_posting_bisects_total',
    help: 'Batches that were halved to find the payment the database refuses.',
    registers,
  });
  return { outcomes, reruns, bisects };
}
