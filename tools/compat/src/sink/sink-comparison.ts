/**
 * The real worker's topics through the real JDBC sink into another database, compared with the source row by row: after
 * the snapshot, wherever the script says so, and at its end. One sink reads what every family and way of
 * delivery writes.
 */
import { topicCatalogue, type ProgressRecord } from '@vf/contracts';
import { startJdbcSink, type RunningConnector } from '@vf/debezium';
import { randomBytes } from 'node:crypto';
import type { CompatServers } from '../compare.js';
import { capturedTables } from '../captured-tables.js';
import { readScript, type ScriptCase } from '../script.js';
import { createSourceDatabase, PUBLICATION, type SourceDatabase } from '../source-database.js';
import { untilPublished } from '../until-published.js';
import { DATABASE_SETTING, type RunningWorker, startWorker } from '../worker-process.js';
import { untilCaughtUp } from './caught-up.js';
import { compareDatabases, type SinkCheck } from './compare-databases.js';
import { createSinkDatabase } from './sink-database.js';
import { COLLECTION_NAME_FORMAT, sinkTable, type Family, type SinkTable } from './sink-table.js';
import { platformSchema } from './platform-schema.js';

const CONNECTOR = 'compat-jdbc-sink';
const PREFIX_BYTES = 3;
const WAYS = [
  { delivery: 'at-least-once', family: 'envelope' },
  { delivery: 'exactly-once', family: 'envelope' },
  { delivery: 'at-least-once', family: 'rows' },
] as const satisfies readonly { delivery: string; family: Family }[];

/** The settings that sinks are documented with; the rest is the connector's default, its batches too. */
const CONNECTOR_SETTINGS = {
  'insert.mode': 'upsert',
  'delete.enabled': 'true',
  'primary.key.mode': 'record_key',
  'schema.evolution': 'basic',
  'collection.name.format': COLLECTION_NAME_FORMAT,
  // The default one reads a header that holds JSON, such as the old key of a row, as a map, and the sink fails where the
  // map's values have several types: with Debezium's own records too, for their headers are the same.
  'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
};
/** With the one setting beside the profile that keeps a NULL from becoming its column's default. */
const FORMAT = { profile: 'connect', 'value.converter.replace.null.with.default': false };
const WORKER_SETTINGS = {
  'value.converter.replace.null.with.default': 'false',
  // Of the topics that are delivered exactly once, a reader of uncommitted records would see what was aborted.
  'consumer.isolation.level': 'read_committed',
  // How soon it is known how far the sink is; the default is a minute.
  'offset.flush.interval.ms': '500',
};

/** A family of topics and how it is delivered: its pipeline, its topics, its tables in the sink's database. */
interface Way {
  readonly name: string;
  readonly pipeline: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly prefix: string;
  readonly tables: readonly SinkTable[];
}

interface Stage {
  readonly source: SourceDatabase;
  readonly sinkUrl: string;
  readonly ways: readonly Way[];
  readonly worker: RunningWorker;
  readonly sink: RunningConnector;
  readonly servers: CompatServers;
}

/** What every check found, each as soon as it is done. Throws when the worker or the sink gives up, or does not end. */
export async function* compareThroughSink(servers: CompatServers): AsyncGenerator<SinkCheck> {
  const cases = readScript('sink-script');
  await using source = await createSourceDatabase(servers.adminUrl, cases, false, platformSchema);
  await using sinkDatabase = await createSinkDatabase(servers.adminUrl);
  const ways = await waysOver(source);
  await using worker = await startWorker({
    name: 'sink-worker',
    databaseUrl: source.url,
    brokers: servers.brokers,
    topicPrefix: sharedPrefix(ways),
    pipelines: ways.map(({ pipeline }) => pipeline),
  });
  const sink = await startJdbcSink({
    name: CONNECTOR,
    databaseUrl: sinkDatabase.url,
    brokers: servers.brokers,
    topics: ways.flatMap(({ tables }) => tables.map(({ topic }) => topic)),
    connector: CONNECTOR_SETTINGS,
    worker: WORKER_SETTINGS,
  });
  try {
    yield* playAndCheck(cases, { source, sinkUrl: sinkDatabase.url, ways, worker, sink, servers });
  } finally {
    await sink.stop();
  }
}

async function* playAndCheck(cases: readonly ScriptCase[], stage: Stage): AsyncGenerator<SinkCheck> {
  yield* check('rows from before the start', stage);
  for (const { name, steps } of cases) {
    for (const step of steps) {
      if (step.settled) yield* check(`up to "${step.what}" of ${name}`, stage);
      await stage.source.run(step);
    }
  }
  yield* check('end of the script', stage);
}

async function* check(moment: string, stage: Stage): AsyncGenerator<SinkCheck> {
  const { source, sinkUrl, ways, worker, sink, servers } = stage;
  const position = await source.logPosition();
  // Committed after the position, so that the progress comes to it.
  await source.mark();
  const isPublished = ({ commit_lsn }: ProgressRecord) => BigInt(`0x${commit_lsn}`) >= position;
  const atWork = async () => {
    await worker.check();
    await sink.check();
  };
  for (const { prefix, pipeline } of ways) {
    const topic = topicCatalogue(prefix).progress.name;
    await untilPublished({
      topics: servers.topics,
      topic,
      pipeline: pipeline.name,
      isPublished,
      check: () => worker.check(),
      logFile: worker.logFile,
    });
  }
  await untilCaughtUp({
    topics: servers.topics,
    group: `connect-${CONNECTOR}`,
    names: ways.flatMap(({ tables }) => tables.map(({ topic }) => topic)),
    check: atWork,
    logFile: sink.logFile,
  });
  for (const { name, tables } of ways) yield await compareDatabases(`${name}, ${moment}`, source.url, sinkUrl, tables);
}

async function waysOver(source: SourceDatabase): Promise<Way[]> {
  const captured = await capturedTables(source.url, PUBLICATION);
  const run = randomBytes(PREFIX_BYTES).toString('hex');
  return WAYS.map(({ delivery, family }, index) => {
    const prefix = `s${run}${index}`;
    const pipeline = {
      name: `${family}_${delivery.replaceAll('-', '_')}`,
      database: DATABASE_SETTING,
      publication: PUBLICATION,
      'topic.prefix': prefix,
      families: [family],
      delivery,
      format: FORMAT,
    };
    return {
      name: `${family}, ${delivery}`,
      prefix,
      pipeline,
      tables: captured.map((one) => sinkTable(prefix, family, one)),
    };
  });
}

const sharedPrefix = ([first]: readonly Way[]) => first?.prefix ?? '';
