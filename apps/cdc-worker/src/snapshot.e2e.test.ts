import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SNAPSHOT_ID_HEADER } from '@vf/contracts';
import { eventually, readTopic, type TestDatabase } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline, LOADED_TABLES } from './payments-pipeline.fixture.js';
import { readProgress, rowsFrom } from './change-log.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { runInit, startWorker, type Settings } from './worker-process.fixture.js';
import { openWallets, startLoad } from './write-load.fixture.js';

let pipeline: PaymentsPipeline;
let prefix: string;
let payments: TestDatabase;
let settings: Settings;

beforeEach(async () => {
  pipeline = await paymentsPipeline({ SNAPSHOT_CHUNK_ROWS: '100' });
  ({ prefix, payments, settings } = pipeline);
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

const OLD_PAYMENTS = 3_000;

const topicOf = (table: string) => `${prefix}.public.${table}`;

const fill = () =>
  withClient(payments.url, (client) =>
    client.query(`INSERT INTO payments (id, sender_id, amount)
      SELECT gen_random_uuid(), gen_random_uuid(), n FROM generate_series(1, ${OLD_PAYMENTS}) n`),
  );

/** Keys and amounts (or balances) of a table. */
const storedRows = (table: string) =>
  withClient(payments.url, async (client) => {
    const { rows } = await client.query<{ key: string; value: string }>(
      `SELECT json_build_object('id', id)::text AS key, ${table === 'wallets' ? 'balance' : 'amount'} AS value FROM ${table}`,
    );
    return new Map(rows.map(({ key, value }) => [key.replaceAll(' ', ''), value]));
  });

/** The same of the table's topic, the newest record of each key. */
async function publishedRows(table: string): Promise<Map<string, unknown>> {
  const rows = rowsFrom(await readTopic(topicOf(table)));
  return new Map([...rows].map(([key, row]) => [key, row['balance'] ?? row['amount']]));
}

const isWhole = async () => {
  for (const table of LOADED_TABLES) expect(await publishedRows(table)).toEqual(await storedRows(table));
};

const isComplete = async () =>
  expect((await readProgress(prefix, 'payments')).at(-1)).toMatchObject({ snapshot: { complete: true } });

const soon = { timeoutMs: 30_000, intervalMs: 300 };

describe('the worker over tables with rows', () => {
  it('ends with topics that equal the tables, killed half way under live writes', async () => {
    await fill();
    const load = startLoad(payments.url, await withClient(payments.url, openWallets), 2);
    {
      await using worker = await startWorker(settings);
      const begun = async () => {
        const rows = await readTopic(topicOf('payments'));
        expect(rows.filter(({ headers }) => SNAPSHOT_ID_HEADER in headers).length).toBeGreaterThan(300);
      };
      await eventually(begun, { timeoutMs: 20_000, intervalMs: 20 });
      await worker.kill('SIGKILL');
    }
    await using worker = await startWorker(settings);
    await worker.ready();
    await eventually(isComplete, soon);
    expect((await worker.get('/metrics'))?.body).toMatch(/vf_capture_snapshots_waiting\{pipeline="payments".*\} 0\n/);
    await load.stop();
    await eventually(isWhole, soon);
  }, 180_000);

  it('repairs a lost slot: every row is there again, and what vanished is deleted', async () => {
    const wallets = await withClient(payments.url, openWallets);
    {
      await using worker = await startWorker(settings);
      await worker.ready();
      const load = startLoad(payments.url, wallets, 1);
      await sleep(500);
      await load.stop();
      await eventually(isWhole, soon);
      await worker.kill('SIGTERM');
    }
    await withClient(payments.url, async (client) => {
      await client.query(`SELECT pg_drop_replication_slot('${prefix}_payments')`);
      await client.query('DELETE FROM ledger WHERE id % 3 = 0');
      await client.query(`DELETE FROM wallets WHERE id = '${wallets[0] ?? ''}'`);
      await client.query('UPDATE wallets SET balance = balance + 1');
    });
    const stopped = await runInit(settings);
    expect([stopped.code, stopped.output]).toEqual([1, expect.stringContaining('--new-epoch payments')]);
    expect(await runInit(settings, ['--new-epoch', 'payments'])).toMatchObject({ code: 0 });
    await using worker = await startWorker(settings);
    await worker.ready();
    await eventually(isComplete, soon);
    await eventually(isWhole, soon);
    const last = (await readProgress(prefix, 'payments')).at(-1);
    expect(last?.epoch).toBe(2);
  }, 180_000);
});
