/** Metrics of consuming; docs/events.md lists them for the operator. */
import { Counter, Gauge, Histogram, type Registry } from '@vf/platform';

const TRANSACTION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type ConsumerMetrics = ReturnType<typeof createConsumerMetrics>;

/** Registers them; once per registry, so one process has one consumer group. */
export function createConsumerMetrics(registry: Registry) {
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  return {
    records: counter('vf_consumer_records_total', 'Records applied, by topic.', ['topic']),
    batches: counter('vf_consumer_batches_total', 'Transactions committed, by topic.', ['topic']),
    duplicates: counter('vf_consumer_duplicates_dropped_total', 'Records that were applied before, by topic.', [
      'topic',
    ]),
    deadLetters: counter('vf_consumer_dead_letters_total', 'Records written to the dead-letter topic.', [
      'topic',
      'code',
    ]),
    retries: counter('vf_consumer_retries_total', 'Batches put off by a passing fault, by topic.', ['topic']),
    lag: new Gauge({
      name: 'vf_consumer_lag_records',
      help: 'Records in the log that are not applied yet, by topic and partition of this member.',
      labelNames: ['topic', 'partition'],
      registers,
    }),
    transactionSeconds: new Histogram({
      name: 'vf_consumer_transaction_seconds',
      help: 'Time from begin to commit of a batch, by topic.',
      labelNames: ['topic'],
      buckets: TRANSACTION_BUCKETS_SECONDS,
      registers,
    }),
  };
}
