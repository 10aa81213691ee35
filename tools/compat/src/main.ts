/** `npm run compat -- [debezium [--record] [comparison ...] | jdbc-sink]`: our records beside the real Debezium, and through its sink. */
import { createKafkaClient } from '@vf/event-bus';
import { runMain, silentLog } from '@vf/platform';
import { judge, readAllowedDifferences, type Judgement } from './allowed-differences.js';
import { parseArguments, UsageError, type CompatRequest } from './arguments.js';
import { compare, recordDebezium, type CompatServers } from './compare.js';
import type { Comparison } from './comparisons.js';
import { compatConfig } from './config.js';
import { writeGolden } from './goldens.js';
import { tellSinkChecks } from './sink/tell-sink-checks.js';
import { compareThroughSink } from './sink/sink-comparison.js';
import { Topics } from './topics.js';

const SHOWN_CHARACTERS = 300;
const WRONG_USAGE = 2;

const print = (line: string) => void process.stdout.write(`${line}\n`);
const shown = (text: string | undefined) => (text ?? '(nothing)').slice(0, SHOWN_CHARACTERS);

function tell({ name, title }: Comparison, differences: number, { refused, unused }: Judgement): boolean {
  for (const { topic, key, at, ours, theirs } of refused) {
    print(`${name}: ${topic} key ${key ?? 'none'}, ${at}\n    ours     ${shown(ours)}\n    Debezium ${shown(theirs)}`);
  }
  for (const { topic, at } of unused) print(`${name}: the allowed difference of ${topic} at ${at} does not occur.`);
  print(`${name} (${title}): ${differences} differences, ${refused.length} of them not allowed.`);
  return refused.length === 0 && unused.length === 0;
}

async function compareAll(request: CompatRequest, servers: CompatServers): Promise<boolean> {
  const allowed = readAllowedDifferences();
  let equal = true;
  for (const comparison of request.debezium) {
    const differences = await compare(comparison, servers);
    equal = tell(comparison, differences.length, judge(comparison.name, differences, allowed)) && equal;
  }
  if (request.jdbcSink) equal = (await tellSinkChecks(compareThroughSink(servers), print)) && equal;
  return equal;
}

/** Writes Debezium's records to goldens/, with which `npm test` compares ours. */
async function recordAll(wanted: readonly Comparison[], servers: CompatServers): Promise<boolean> {
  for (const comparison of wanted) {
    const records = await recordDebezium(comparison, servers);
    writeGolden(comparison.name, records);
    print(`${comparison.name} (${comparison.title}): ${records.length} records of Debezium recorded.`);
  }
  return true;
}

async function run(request: CompatRequest): Promise<number> {
  const { VF_TEST_POSTGRES_URL: adminUrl, VF_TEST_KAFKA_BROKERS: brokers } = compatConfig();
  const client = createKafkaClient({ brokers, clientId: 'compat', log: silentLog });
  const topics = await Topics.open(client, new AbortController().signal);
  try {
    const servers = { adminUrl, brokers: brokers.join(','), topics };
    const done = request.record ? await recordAll(request.debezium, servers) : await compareAll(request, servers);
    return done ? 0 : 1;
  } finally {
    await topics.close();
  }
}

await runMain(async () => {
  try {
    return await run(parseArguments(process.argv.slice(2)));
  } catch (err) {
    if (!(err instanceof UsageError)) throw err;
    process.stderr.write(`${err.message}\n`);
    return WRONG_USAGE;
  }
});
