/** How long a committed payment takes to its topic while payments come at an even pace. */
import { topicCatalogue } from '@vf/contracts';
import type { KafkaClient } from '@vf/event-bus';
import { createMeasuredTopics, latencies, untilRecords } from './measured-topics.js';
import { CHANGES_PER_PAYMENT, type PaymentsSource, WALLETS } from './payments-source.js';
import { type Cost, costOf } from './cost.js';
import { median, percentile } from './statistics.js';
import { runSteadyLoad } from './steady-load.js';
import type { Subject } from './subject.js';

export interface LatencyOptions {
  readonly subject: Subject;
  readonly source: PaymentsSource;
  readonly client: KafkaClient;
  readonly brokers: string;
  readonly prefix: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly tell: (what: string) => void;
}

export interface LatencyRun extends Cost {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  readonly payments: number;
  /** Committed in fact; below the pace when the source did not keep up. */
  readonly perSecond: number;
}

export interface LatencyResult extends LatencyRun {
  readonly subject: string;
  /** Of which the result is the median, value by value. */
  readonly runs: readonly LatencyRun[];
}

/** Load before the measured one: compilers warm up, connections open. */
const WARM_UP_SECONDS = 5;
const CATCH_UP_LIMIT_MS = 180_000;

export async function measureLatency(options: LatencyOptions): Promise<LatencyRun> {
  const { subject, source, client, prefix, tell } = options;
  const run = { prefix, databaseUrl: source.url, brokers: options.brokers, expected: Infinity };
  await createMeasuredTopics(client, prefix);
  await subject.prepare(run);
  await source.seed();
  const capture = await subject.start(run);
  const untilPayments = (payments: number) =>
    untilRecords(client, prefix, WALLETS + payments * CHANGES_PER_PAYMENT, {
      timeoutMs: CATCH_UP_LIMIT_MS,
      whileAlive: () => capture.requireAlive(),
    });
  try {
    tell(`${subject.name}: waiting until it streams`);
    await untilPayments(0);
    const load = { url: source.url, perSecond: options.perSecond };
    tell(`${subject.name}: warming up`);
    await runSteadyLoad({ ...load, seconds: WARM_UP_SECONDS });
    await untilPayments(options.perSecond * WARM_UP_SECONDS);
    tell(`${subject.name}: ${String(options.perSecond)} payments/s for ${String(options.seconds)} s`);
    const sinceMs = Date.now();
    const { perSecond } = await runSteadyLoad({ ...load, seconds: options.seconds });
    await untilPayments(options.perSecond * (WARM_UP_SECONDS + options.seconds));
    const usage = costOf(capture.pid);
    const found = await latencies(client, topicCatalogue(prefix).payments.name, sinceMs);
    return {
      ...usage,
      p50Ms: percentile(found, 50),
      p99Ms: percentile(found, 99),
      mostMs: percentile(found, 100),
      payments: found.length,
      perSecond,
    };
  } finally {
    await capture.stop();
  }
}

/** What several runs of a subject come to. */
export function latencyOf(subject: string, runs: readonly LatencyRun[]): LatencyResult {
  const of = (pick: (run: LatencyRun) => number) => median(runs.map(pick));
  return {
    subject,
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    mostMs: of(({ mostMs }) => mostMs),
    payments: of(({ payments }) => payments),
    perSecond: of(({ perSecond }) => perSecond),
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
    peakRssMb: of(({ peakRssMb }) => peakRssMb),
    runs,
  };
}
