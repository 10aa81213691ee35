/** How fast each subject captures a backlog: the same one for all, over slots of their own, in alternated runs. */
import type { KafkaClient } from '@vf/event-bus';
import { appendTimes, changeTopics, createMeasuredTopics, untilRecords } from './measured-topics.js';
import { CHANGES_PER_PAYMENT, type PaymentsSource, WALLETS } from './payments-source.js';
import { type Cost, costOf } from './cost.js';
import { median, middleRate } from './statistics.js';
import type { CaptureRun, Subject } from './subject.js';

export interface BacklogOptions {
  readonly subjects: readonly Subject[];
  readonly source: PaymentsSource;
  readonly client: KafkaClient;
  readonly brokers: string;
  /** Begins the names of the runs' topics and slots. */
  readonly name: string;
  readonly payments: number;
  readonly rounds: number;
  readonly tell: (what: string) => void;
}

export interface RunResult extends Cost {
  readonly rowsPerSecond: number;
}

export interface SubjectResult extends RunResult {
  readonly subject: string;
  /** Of which the result is the median, value by value. */
  readonly runs: readonly RunResult[];
}

const RUN_LIMIT_MS = 300_000;

export async function measureBacklog(options: BacklogOptions): Promise<SubjectResult[]> {
  const { subjects, source, tell } = options;
  const expected = options.payments * CHANGES_PER_PAYMENT + WALLETS;
  const rounds = Array.from({ length: options.rounds }, (_, round) =>
    subjects.map((subject, index) => {
      const prefix = `${options.name}_${String(round)}_${String(index)}`;
      return { subject, run: { prefix, databaseUrl: source.url, brokers: options.brokers, expected } };
    }),
  ).flat();
  for (const { subject, run } of rounds) {
    tell(`making topics and slot of ${run.prefix}`);
    await createMeasuredTopics(options.client, run.prefix);
    await subject.prepare(run);
  }
  tell(`writing ${String(options.payments)} payments`);
  await source.seed();
  await source.writeBacklog(options.payments);
  const results = new Map<Subject, RunResult[]>(subjects.map((subject) => [subject, []]));
  for (const { subject, run } of rounds) results.get(subject)?.push(await measureRun(options, subject, run));
  return subjects.map((subject) => ({ subject: subject.name, ...medians(results.get(subject) ?? []) }));
}

async function measureRun(options: BacklogOptions, subject: Subject, run: CaptureRun): Promise<RunResult> {
  const capture = await subject.start(run);
  try {
    await untilRecords(options.client, run.prefix, run.expected, {
      timeoutMs: RUN_LIMIT_MS,
      whileAlive: () => capture.requireAlive(),
      onCount: (count) => options.tell(`${subject.name}: ${String(count)} of ${String(run.expected)} rows`),
    });
    const usage = costOf(capture.pid);
    await capture.stop();
    options.tell(`${subject.name}: reading append times`);
    const times = await appendTimes(options.client, changeTopics(run.prefix));
    return { ...usage, rowsPerSecond: middleRate(times) };
  } finally {
    await capture.stop();
  }
}

function medians(runs: readonly RunResult[]): RunResult & { readonly runs: readonly RunResult[] } {
  const of = (pick: (run: RunResult) => number) => median(runs.map(pick));
  return {
    rowsPerSecond: of(({ rowsPerSecond }) => rowsPerSecond),
    cpuSeconds: of(({ cpuSeconds }) => cpuSeconds),
    peakRssMb: of(({ peakRssMb }) => peakRssMb),
    runs,
  };
}
