/** How long a committed payment takes to its topic while payments come at an even pace. */
import { topicCatalogue } from '@vf/contracts';
import type { KafkaClient } from '@vf/event-bus';
import { createMeasuredTopics, latencies, untilRecords } from './measured-topics.js';
import { CHANGES_PER_PAYMENT, type PaymentsSource, WALLETS } from './payments-source.js';
import { type Cost, costOf } from './cost.js';
import { percentile } from './statistics.js';
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

export interface LatencyResult extends Cost {
  readonly subject: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  readonly payments: number;
  /** Committed in fact; below the pace when the source did not keep up. */
  readonly perSecond: number;
}

/** Load before the measured one: compilers warm up, connections open. */
const WARM_UP_SECONDS = 5;
const CATCH_UP_LIMIT_MS = 180_000;

export async function measureLatency(options: LatencyOptions): Promise<LatencyResult> {
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
      subject: subject.name,
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
