/** Our side of a comparison: the capture library in this process, its records kept in memory. */
import {
  CapturePipeline,
  defaultLimits,
  topicNameOf,
  type Broker,
  type ChangeRecord,
  type EnvelopeTable,
  type PublishedRange,
  type RecordAccumulator,
} from '@vf/change-capture';
import { silentLog } from '@vf/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureSide } from './capture-side.js';
import { comparable } from './captured-record.js';
import { capturedTables } from './captured-tables.js';
import { SNAPSHOT_LIMITS, type Comparison } from './comparisons.js';
import { MARKER_TABLE, PUBLICATION, type SourceDatabase } from './source-database.js';

const POLL_MS = 10;
const CATCH_UP_TIMEOUT_MS = 60_000;
const POSITIONS_TOPIC = 'positions';
const PROGRESS_TOPIC = 'progress';
const HEARTBEAT_INTERVAL_MS = 600_000;

class Batch implements RecordAccumulator {
  readonly records: ChangeRecord[] = [];
  bytes = 0;

  append(record: ChangeRecord): void {
    const [key, value] = [record.key && Buffer.from(record.key), record.value && Buffer.from(record.value)];
    this.records.push({ ...record, key, value, headers: { ...record.headers } });
    this.bytes += (key?.length ?? 0) + (value?.length ?? 0);
  }

  get count(): number {
    return this.records.length;
  }
}

/** Takes everything at once; offsets are not asked about. */
class MemoryBroker implements Broker {
  readonly records: ChangeRecord[] = [];

  readPosition(name: string): Promise<string | undefined> {
    const latest = this.records.findLast(({ topic, key }) => topic === POSITIONS_TOPIC && key?.toString() === name);
    return Promise.resolve(latest?.value?.toString('utf8'));
  }

  endOffsets(topics: readonly string[]) {
    return Promise.resolve(new Map(topics.map((topic) => [topic, new Map<number, bigint>([[0, 0n]])])));
  }

  recordLimits(topics: readonly string[]): Promise<Map<string, number>> {
    return Promise.resolve(new Map(topics.map((topic) => [topic, Number.MAX_SAFE_INTEGER])));
  }

  /** Only a repair reads topics back, and none is asked for. */
  scanPartition(): Promise<never> {
    return Promise.reject(new Error('the records of a comparison are not read back'));
  }

  openSink() {
    return Promise.resolve({
      fence: () => Promise.resolve(),
      accumulate: () => new Batch(),
      publish: (batch: RecordAccumulator) => {
        if (batch instanceof Batch) this.records.push(...batch.records);
        return Promise.resolve(new Map<string, Map<number, PublishedRange>>());
      },
      close: () => Promise.resolve(),
    });
  }
}

/** Streams from a slot of its own, named as the topic prefix, until disposed. */
export async function startCapture(
  { format, snapshot }: Comparison,
  source: SourceDatabase,
  prefix: string,
): Promise<CaptureSide> {
  const broker = new MemoryBroker();
  const pipeline = new CapturePipeline({
    name: prefix,
    address: { connectionString: source.url, applicationName: 'compat' },
    slot: prefix,
    publication: PUBLICATION,
    tables: envelopeTables(prefix, await capturedTables(source.url, PUBLICATION)),
    source: { version: '1', name: prefix },
    format,
    messages: { topic: `${prefix}.message`, partitions: 1 },
    transactionTopic: `${prefix}.transaction`,
    progressTopic: PROGRESS_TOPIC,
    positionsTopic: POSITIONS_TOPIC,
    broker,
    delivery: 'at-least-once',
    // Its messages would be changes that the other side has at other places.
    limits: { ...defaultLimits, ...SNAPSHOT_LIMITS, heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS },
    log: silentLog,
  });
  const stop = new AbortController();
  let failure: Error | undefined;
  const over = pipeline.run(stop.signal).catch((err: unknown) => {
    failure = err instanceof Error ? err : new Error(String(err));
  });
  const marker = topicNameOf(prefix, 'public', MARKER_TABLE);
  const until = async (what: string, isSo: () => boolean) => {
    const deadline = performance.now() + CATCH_UP_TIMEOUT_MS;
    while (!isSo()) {
      if (failure !== undefined) throw failure;
      if (performance.now() > deadline) throw new Error(`capture did not come to ${what}: ${pipeline.status.detail}`);
      await sleep(POLL_MS);
    }
  };
  await until('stream', () => pipeline.status.phase === 'streaming');
  // Its first heartbeat is a commit, which the next change names as the last before it.
  await until('heartbeat', () => pipeline.status.walStatus !== '');
  const isRead = () => pipeline.snapshotStatus().some(({ state }) => state === 'done');
  if (snapshot) await until('the end of its snapshot', isRead);
  return {
    untilMarked: (mark) =>
      until(`marker ${mark}`, () => broker.records.filter(({ topic }) => topic === marker).length >= mark),
    records: () =>
      Promise.resolve(
        broker.records
          .filter(({ topic }) => topic.startsWith(`${prefix}.`))
          .map((record) => comparable(record, prefix)),
      ),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await over;
    },
  };
}

const envelopeTables = (
  prefix: string,
  tables: readonly { schema: string; table: string; key: readonly string[] }[],
): EnvelopeTable[] =>
  tables.map(({ schema, table, key }) => ({
    mode: 'envelope',
    schema,
    table,
    key,
    topic: topicNameOf(prefix, schema, table),
    partitions: 1,
  }));
