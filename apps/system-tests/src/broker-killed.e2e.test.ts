/** At exactly-once: broker and worker are killed while changes flow, and readers see each change once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import { createKafkaClient, scanTopic } from '@vf/event-bus';
import { startOwnKafka, type OwnKafka } from '@vf/local';
import { silentLog } from '@vf/platform';
import { eventually } from '@vf/testing';
import { boundedServer, type BoundedServer } from './bounded-server.fixture.js';
import { launchWorker, type PipelinesWorker } from './pipelines-worker.fixture.js';

const TOPIC = 'vf.public.item';
const BULK_ROWS = 50;
const BETWEEN_TRANSACTIONS_MS = 20;
const MORE_ROWS = 1_000;

const patience = { timeoutMs: 30_000, intervalMs: 100 };

let kafka: OwnKafka;
let server: BoundedServer;

beforeEach(async () => {
  [kafka, server] = await Promise.all([startOwnKafka(), boundedServer('1GB')]);
}, 60_000);

afterEach(async () => {
  await Promise.all([kafka[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]);
}, 30_000);

const launch = () =>
  launchWorker({
    program: 'main',
    pipelines: [{ name: 'shop', publication: 'shop_capture', delivery: 'exactly-once' }],
    databaseUrl: server.url,
    prefix: 'vf',
    settings: { KAFKA_BROKERS: kafka.brokers, MAX_BATCH_BYTES: '65536' },
  });

/** Commits until stopped; gives the number of rows. */
function startWriting(): { stop: () => Promise<number> } {
  let stopping = false;
  const write = async () => {
    let rows = 0;
    while (!stopping) {
      await server.client.query(
        `INSERT INTO item SELECT n, repeat('x', 200) FROM generate_series($1::int, $2::int) n`,
        [rows + 1, rows + BULK_ROWS],
      );
      rows += BULK_ROWS;
      await sleep(BETWEEN_TRANSACTIONS_MS);
    }
    return rows;
  };
  const running = write();
  return {
    stop: () => {
      stopping = true;
      return running;
    },
  };
}

async function publishedRows(worker: PipelinesWorker): Promise<number> {
  const { body } = await worker.get('metrics');
  return Number(/^vf_capture_rows_total\{pipeline="shop".*\} (\d+)$/m.exec(body)?.[1]);
}

/** More rows are acknowledged by the broker than before. */
async function flows(worker: PipelinesWorker): Promise<void> {
  const before = await publishedRows(worker);
  const more = async () => expect(await publishedRows(worker)).toBeGreaterThan(before + MORE_ROWS);
  await eventually(more, { ...patience, intervalMs: 10 });
}

/** Keys and event ids of each partition in their order. */
async function committed(): Promise<{ keys: string[]; idsByPartition: string[][] }> {
  const client = createKafkaClient({ brokers: [kafka.brokers], clientId: 'system-tests', log: silentLog });
  const keys: string[] = [];
  const ids = new Map<number, string[]>();
  await scanTopic(client, TOPIC, ({ partition, key, headers }) => {
    keys.push(String(key));
    ids.set(partition, [...(ids.get(partition) ?? []), headers[EVENT_ID_HEADER] ?? '']);
  });
  return { keys, idsByPartition: [...ids.values()] };
}

describe('the worker at exactly-once', () => {
  it('shows each change once when broker and worker are killed while changes flow', async () => {
    await using worker = await launch();
    await eventually(async () => expect(await worker.get('readyz')).toMatchObject({ status: 200 }), patience);
    const writing = startWriting();
    await flows(worker);
    await kafka.kill();
    // What is in hand stays unanswered, and the worker that knows of it dies too.
    worker.child.kill('SIGKILL');
    const rows = await writing.stop();
    await kafka.restart();
    await using _next = await launch();
    await eventually(async () => expect((await committed()).keys.length).toBeGreaterThanOrEqual(rows), patience);
    const { keys, idsByPartition } = await committed();
    expect(keys).toHaveLength(rows);
    expect(new Set(keys).size).toBe(rows);
    for (const ids of idsByPartition) expect(ids).toEqual([...new Set(ids)].sort());
  }, 120_000);
});
