/** `npm run compat -- debezium [--record] [comparison ...]`: our records beside those of the real Debezium. */
import { createKafkaClient } from '@vf/event-bus';
import { runMain, silentLog } from '@vf/platform';
import { judge, readAllowedDifferences, type Judgement } from './allowed-differences.js';
import { compare, recordDebezium, type CompatServers } from './compare.js';
import { comparisons, type Comparison } from './comparisons.js';
import { compatConfig } from './config.js';
import { writeGolden } from './goldens.js';
import { Topics } from './topics.js';

/** Writes Debezium's records to goldens/, with which `npm test` compares ours. */
const RECORD = '--record';
const SHOWN_CHARACTERS = 300;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const shown = (text: string | undefined) => (text ?? '(nothing)').slice(0, SHOWN_CHARACTERS);

function chosen(args: readonly string[]): readonly Comparison[] {
  const [what, ...names] = args;
  const known = comparisons.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (what !== 'debezium' || unknown.length > 0) {
    throw new Error(`Usage: npm run compat -- debezium [--record] [comparison ...]. Comparisons: ${known.join(', ')}.`);
  }
  return comparisons.filter(({ name }) => names.length === 0 || names.includes(name));
}

function tell({ name, title }: Comparison, differences: number, { refused, unused }: Judgement): boolean {
  for (const { topic, key, at, ours, theirs } of refused) {
    print(`${name}: ${topic} key ${key ?? 'none'}, ${at}\n    ours     ${shown(ours)}\n    Debezium ${shown(theirs)}`);
  }
  for (const { topic, at } of unused) print(`${name}: the allowed difference of ${topic} at ${at} does not occur.`);
  print(`${name} (${title}): ${differences} differences, ${refused.length} of them not allowed.`);
  return refused.length === 0 && unused.length === 0;
}

async function compareAll(wanted: readonly Comparison[], servers: CompatServers): Promise<number> {
  const allowed = readAllowedDifferences();
  let equal = true;
  for (const comparison of wanted) {
    const differences = await compare(comparison, servers);
    equal = tell(comparison, differences.length, judge(comparison.name, differences, allowed)) && equal;
  }
  return equal ? 0 : 1;
}

async function recordAll(wanted: readonly Comparison[], servers: CompatServers): Promise<number> {
  for (const comparison of wanted) {
    const records = await recordDebezium(comparison, servers);
    writeGolden(comparison.name, records);
    print(`${comparison.name} (${comparison.title}): ${records.length} records of Debezium recorded.`);
  }
  return 0;
}

await runMain(async () => {
  const args = process.argv.slice(2);
  const wanted = chosen(args.filter((argument) => argument !== RECORD));
  const work = args.includes(RECORD) ? recordAll : compareAll;
  const { VF_TEST_POSTGRES_URL: adminUrl, VF_TEST_KAFKA_BROKERS: brokers } = compatConfig();
  const client = createKafkaClient({ brokers, clientId: 'compat', log: silentLog });
  const topics = await Topics.open(client, new AbortController().signal);
  try {
    return await work(wanted, { adminUrl, brokers: brokers.join(','), topics });
  } finally {
    await topics.close();
  }
});
