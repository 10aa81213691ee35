/** `npm run bench -- <what>`: figures against peers, on servers of its own. */
import { availableParallelism } from 'node:os';
import { randomBytes } from 'node:crypto';
import { type KafkaClient, createKafkaClient } from '@vf/event-bus';
import { startOwnPostgres, startServers } from '@vf/local';
import { runMain, silentLog } from '@vf/platform';
import { Command, InvalidArgumentError, Option } from 'commander';
import ora from 'ora';
import { measureBacklog } from './capture-backlog.js';
import { latencyOf, type LatencyRun, measureLatency } from './capture-latency.js';
import { debeziumSubject } from './debezium-subject.js';
import { goSubject } from './go-subject.js';
import { measurePayments, type PaymentsShape } from './payments/measure-payments.js';
import { paymentsJson, paymentsTable } from './payments/payments-report.js';
import { createPaymentsWorld } from './payments/payments-world.js';
import { findSixStatements } from './payments/six-statements.js';
import { createPaymentsSource } from './payments-source.js';
import { backlogJson, backlogTable, latencyJson, latencyTable } from './report.js';
import type { Subject } from './subject.js';
import { vendorflowSubject } from './vendorflow-subject.js';
import { settingOf } from './versions.js';

const print = (line: string) => void process.stdout.write(`${line}\n`);

interface Place {
  readonly adminUrl: string;
  readonly brokers: string;
  readonly client: KafkaClient;
  /** Begins the names of databases, topics and slots. */
  readonly name: string;
  readonly tell: (what: string) => void;
}

/** Servers of the bench's own for as long as the work takes. */
async function withServers<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const spinner = ora({ text: 'starting PostgreSQL and Kafka' }).start();
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('stopped by a signal'));
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const servers = await startServers({ signal: stop.signal });
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(new Error('stopped by a signal')));
  });
  const brokers = servers.environment.VF_TEST_KAFKA_BROKERS;
  try {
    const place: Place = {
      adminUrl: servers.environment.VF_TEST_POSTGRES_URL,
      brokers,
      client: createKafkaClient({ brokers: brokers.split(','), clientId: 'bench', log: silentLog }),
      name: `bench_${randomBytes(3).toString('hex')}`,
      tell: (what) => (spinner.text = what),
    };
    return await Promise.race([work(place), stopped]);
  } finally {
    spinner.stop();
    await servers.stop();
  }
}

interface PeerArguments {
  readonly peer?: 'debezium';
}

const peersOf = ({ peer }: PeerArguments): Subject[] =>
  peer === 'debezium' ? [debeziumSubject('defaults'), debeziumSubject('tuned')] : [];

interface BacklogArguments extends PeerArguments {
  readonly payments: number;
  readonly rounds: number;
  readonly profile?: string;
  readonly json?: boolean;
}

async function capture(args: BacklogArguments): Promise<void> {
  const { results, setting } = await withServers(async (place) => {
    await using source = await createPaymentsSource(place.adminUrl, place.name);
    const notes: string[] = [];
    const profile = args.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${args.profile}`];
    const go = await goSubject((line) => notes.push(line));
    const subjects = [await vendorflowSubject(profile), ...(go ? [go] : []), ...peersOf(args)];
    const measured = await measureBacklog({ ...place, ...args, subjects, source });
    notes.forEach(print);
    return { results: measured, setting: await settingOf(source) };
  });
  print(backlogTable(results));
  if (args.json) print(JSON.stringify({ ...backlogJson(results), ...setting, payments: args.payments }));
}

interface LatencyArguments extends PeerArguments {
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly json?: boolean;
}

async function captureLatency(args: LatencyArguments): Promise<void> {
  const { results, setting } = await withServers(async (place) => {
    const measure = async (subject: Subject, index: number): Promise<LatencyRun> => {
      await using source = await createPaymentsSource(place.adminUrl, `${place.name}_${String(index)}`);
      const prefix = `${place.name}_${String(index)}`;
      // Awaited here, or the database would go before it is used.
      return await measureLatency({ ...place, subject, source, prefix, perSecond: args.rate, seconds: args.seconds });
    };
    const notes: string[] = [];
    const go = await goSubject((line) => notes.push(line));
    notes.forEach(print);
    const subjects = [await vendorflowSubject(), ...(go ? [go] : []), ...peersOf(args)];
    const runs = new Map<Subject, LatencyRun[]>(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < args.rounds; round += 1) {
      for (const [index, subject] of subjects.entries()) {
        runs.get(subject)?.push(await measure(subject, round * subjects.length + index));
      }
    }
    const measured = [...runs].map(([{ name }, of]) => latencyOf(name, of));
    await using source = await createPaymentsSource(place.adminUrl, `${place.name}_setting`);
    return { results: measured, setting: await settingOf(source) };
  });
  print(latencyTable(results));
  if (args.json) print(JSON.stringify({ ...latencyJson(results), ...setting, rate: args.rate, seconds: args.seconds }));
}

/** Commits that wait for the disk, as they do where money is kept. */
const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };

interface PaymentsArguments {
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
  readonly profile?: string;
  readonly json?: boolean;
}

const payments = (shape: Omit<PaymentsShape, 'connections'>) => async (args: PaymentsArguments) => {
  const spinner = ora({ text: 'starting PostgreSQL' }).start();
  const profile = args.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${args.profile}`];
  try {
    await using server = await startOwnPostgres(DURABLE);
    await using world = await createPaymentsWorld(server.adminUrl, `bench_${randomBytes(3).toString('hex')}`);
    const result = await measurePayments({
      ...args,
      world,
      peer: await findSixStatements(),
      shape: { ...shape, connections: args.connections },
      nodeOptions: profile,
      tell: (what) => (spinner.text = what),
    });
    const setting = await settingOf(world);
    spinner.stop();
    print(paymentsTable(result));
    if (args.json)
      print(JSON.stringify({ ...paymentsJson(result), ...setting, ...shape, connections: args.connections }));
    if (!result.invariants.holds) throw new Error('the payments of the run do not add up');
  } finally {
    spinner.stop();
  }
};

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError('give a whole number above 0');
  return value;
}

function even(text: string): number {
  const value = positive(text);
  if (value % 2 !== 0) throw new InvalidArgumentError('give an even number: two writers share the payments');
  return value;
}

const peerOption = () =>
  new Option('--peer <name>', 'runs it beside ours, as it comes and tuned').choices(['debezium']);

interface PaymentsCommand {
  readonly connections: number;
  readonly shape: Omit<PaymentsShape, 'connections'>;
}

function paymentsCommand(program: Command, name: string, description: string, of: PaymentsCommand): void {
  program
    .command(name)
    .description(description)
    .option('--seconds <n>', 'of each run', positive, 15)
    .option('--rounds <n>', 'runs of each subject; the figures are medians', positive, 3)
    .option('--connections <n>', 'that send over HTTP', positive, of.connections)
    .option('--profile <folder>', 'writes CPU profiles of the service there')
    .option('--json', 'one object as the last line')
    .action(payments(of.shape));
}

await runMain(async () => {
  const program = new Command('bench').description(
    `Figures against peers, on servers of its own (${String(availableParallelism())} cores here).`,
  );
  program
    .command('capture')
    .description('Rows per second over a backlog of payments, five row changes each.')
    .option('--payments <n>', 'payments in the backlog', even, 60_000)
    .option('--rounds <n>', 'runs of each subject; the figures are medians', positive, 3)
    .option('--profile <folder>', 'writes CPU profiles of our worker there')
    .addOption(peerOption())
    .option('--json', 'one object as the last line')
    .action(capture);
  program
    .command('capture-latency')
    .description('Commit to broker append while payments come at an even pace.')
    .option('--rate <n>', 'payments per second', positive, 1_500)
    .option('--seconds <n>', 'how long, after a warm-up', positive, 30)
    .option('--rounds <n>', 'runs of each subject; the figures are medians', positive, 3)
    .addOption(peerOption())
    .option('--json', 'one object as the last line')
    .action(captureLatency);
  paymentsCommand(program, 'payments', 'Single payments over HTTP beside the six statements of the guide.', {
    connections: 128,
    shape: { batch: 1, hot: false },
  });
  paymentsCommand(program, 'payments-batch', 'A hundred payments to a request, beside the same statements.', {
    connections: 8,
    shape: { batch: 100, hot: false },
  });
  paymentsCommand(program, 'payments-hot', 'Single payments that all credit one wallet, beside the same statements.', {
    connections: 128,
    shape: { batch: 1, hot: true },
  });
  await program.parseAsync();
  return 0;
});
