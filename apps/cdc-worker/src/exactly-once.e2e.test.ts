/** What readers of committed records see at exactly-once: every change once and in order, whatever is killed. */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SNAPSHOT_ID_HEADER } from '@vf/contracts';
import { eventually, readTopic, type TestDatabase } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline, readChanges } from './payments-pipeline.fixture.js';
import { byPartition, distinctChanges, eventIdOf, readProgress } from './change-log.fixture.js';
import { caughtUp } from './source-state.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { runInit, startWorker, type Settings, type WorkerProcess } from './worker-process.fixture.js';
import { openWallets, startLoad, WALLETS } from './write-load.fixture.js';

const LIVES = 5;
/** In one transaction: many batches of the smallest size. */
const BULK_ROWS = 1_500;
/** There before the worker: many chunks of the snapshot. */
const OLD_PAYMENTS = 8_000;
const SNAPSHOT_LIVES = 4;

let pipeline: PaymentsPipeline;
let prefix: string;
let payments: TestDatabase;
let settings: Settings;

beforeEach(async () => {
  pipeline = await paymentsPipeline({ CAPTURE_DELIVERY: 'exactly-once', MAX_BATCH_BYTES: '65536' });
  ({ prefix, payments, settings } = pipeline);
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

async function commitInBulk(): Promise<number> {
  await withClient(payments.url, (client) =>
    client.query('INSERT INTO payments SELECT gen_random_uuid(), gen_random_uuid(), n FROM generate_series(1, $1) n', [
      BULK_ROWS,
    ]),
  );
  return BULK_ROWS;
}

/** Payments that nothing changes afterwards: only a snapshot can bring them. */
const fillWithPayments = () =>
  withClient(payments.url, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `INSERT INTO payments SELECT gen_random_uuid(), gen_random_uuid(), n FROM generate_series(1, $1) n
       RETURNING json_build_object('id', id)::text AS key`,
      [OLD_PAYMENTS],
    );
    return rows.map(({ key }) => key.replaceAll(' ', ''));
  });

/** Keys of all records that a snapshot wrote to the topic of payments. */
async function snapshotKeys(): Promise<(string | null)[]> {
  const records = await readTopic(`${prefix}.public.payments`);
  return records.filter(({ headers }) => SNAPSHOT_ID_HEADER in headers).map(({ key }) => key);
}

/** Of the running snapshot, as the worker tells it; 0 before it has begun. */
async function rowsDone(worker: WorkerProcess): Promise<number> {
  const metrics = (await worker.get('/metrics'))?.body ?? '';
  return Number(/^vf_capture_snapshot_rows\{.*pipeline="payments".*\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
}

async function expectEachOnce(changes: number): Promise<void> {
  const records = await readChanges(prefix);
  expect(distinctChanges(records)).toBe(changes);
  for (const ofPartition of byPartition(records).values()) {
    // A tombstone has the id of its delete.
    const ids = ofPartition.filter(({ value }) => value !== null).map(eventIdOf);
    expect(ids).toEqual([...new Set(ids)].sort());
  }
}

describe('the worker at exactly-once', () => {
  it('shows each change once, killed at random under load, also inside large transactions', async () => {
    expect(await runInit(settings)).toMatchObject({ code: 0 });
    const load = startLoad(payments.url, await withClient(payments.url, openWallets), 1);
    let bulk = 0;
    for (let life = 0; life < LIVES; life += 1) {
      await using worker = await startWorker(settings);
      if (life % 3 === 2) await sleep(randomInt(200, 800));
      else await worker.ready();
      bulk += await commitInBulk();
      await sleep(randomInt(0, 150));
      await worker.kill('SIGKILL');
    }
    await using worker = await startWorker(settings);
    await worker.ready();
    const changes = (await load.stop()) + WALLETS + bulk;
    await caughtUp(payments, { prefix, pipeline: 'payments' });
    await expectEachOnce(changes);
  }, 180_000);

  it('shows each row of a snapshot once, killed at random while it reads', async () => {
    const keys = await fillWithPayments();
    const load = startLoad(payments.url, await withClient(payments.url, openWallets), 1);
    const reading = { ...settings, SNAPSHOT_CHUNK_ROWS: '100' };
    let done = 0;
    for (let life = 0; life < SNAPSHOT_LIVES; life += 1) {
      await using worker = await startWorker(reading);
      // Each life adds to the snapshot, none comes to its end.
      const further = async () => {
        const rows = await rowsDone(worker);
        expect(rows).toBeGreaterThan(done);
        done = rows;
      };
      await eventually(further, { timeoutMs: 20_000, intervalMs: 5 });
      await worker.kill('SIGKILL');
    }
    expect(done).toBeLessThan(OLD_PAYMENTS);
    await using worker = await startWorker(reading);
    await worker.ready();
    const complete = async () =>
      expect((await readProgress(prefix, 'payments')).at(-1)).toMatchObject({ snapshot: { complete: true } });
    await eventually(complete, { timeoutMs: 30_000, intervalMs: 300 });
    await load.stop();
    const found = await snapshotKeys();
    const distinct = new Set(found);
    expect(distinct.size).toBe(found.length);
    expect(keys.filter((key) => !distinct.has(key))).toEqual([]);
  }, 180_000);

  it('lets a worker that wakes after another took over commit nothing more', async () => {
    await using first = await startWorker(settings);
    await first.ready();
    const load = startLoad(payments.url, await withClient(payments.url, openWallets), 1);
    await sleep(300);
    first.child.kill('SIGSTOP');
    await using second = await startWorker(settings);
    await second.ready();
    first.child.kill('SIGCONT');
    const bulk = await commitInBulk();
    await sleep(500);
    const changes = (await load.stop()) + WALLETS + bulk;
    await caughtUp(payments, { prefix, pipeline: 'payments' });
    await expectEachOnce(changes);
  }, 180_000);
});
