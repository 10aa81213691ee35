import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, readTopic, type TestDatabase } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline, readChanges } from './payments-pipeline.fixture.js';
import { byPartition, distinctChanges, eventIdOf, readProgress, rowsFrom, upToCut } from './change-log.fixture.js';
import { caughtUp, storedBalances } from './source-state.fixture.js';
import { fraudSource, withClient } from './source-databases.fixture.js';
import { runInit, startWorker, type Settings } from './worker-process.fixture.js';
import { OPENING_BALANCE, openWallets, startLoad, WALLETS } from './write-load.fixture.js';

let pipeline: PaymentsPipeline;
let prefix: string;
let payments: TestDatabase;
let settings: Settings;

beforeEach(async () => {
  pipeline = await paymentsPipeline();
  ({ prefix, payments, settings } = pipeline);
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

const CUTS_TO_CHECK = 25;
const LIVES = 6;

describe('the worker', () => {
  it('carries every committed change once per event id, killed at random under load', async () => {
    expect(await runInit(settings)).toMatchObject({ code: 0 });
    const wallets = await withClient(payments.url, openWallets);
    const load = startLoad(payments.url, wallets, 3);
    for (let life = 0; life < LIVES; life += 1) {
      await using worker = await startWorker(settings);
      // Most die while they stream; one in three at any point of its start.
      if (life % 3 === 2) await sleep(randomInt(200, 800));
      else await worker.ready();
      await sleep(randomInt(0, 300));
      await worker.kill('SIGKILL');
    }
    await using worker = await startWorker(settings);
    await worker.ready();
    const changes = (await load.stop()) + WALLETS;
    await caughtUp(payments, { prefix, pipeline: 'payments' });

    const records = await readChanges(prefix);
    expect(distinctChanges(records)).toBe(changes);
    const balances = new Map(
      [...rowsFrom(records)].flatMap(([key, row]) => ('balance' in row ? [[key, row['balance']]] : [])),
    );
    expect(balances).toEqual(await storedBalances(payments));
    // Every change is there whole: nothing is dropped but what was seen before.
    for (const [key, row] of rowsFrom(records)) expect(JSON.parse(key)).toEqual({ id: row['id'] });

    const cuts = (await readProgress(prefix, 'payments')).filter(
      (_, index, all) => index % Math.ceil(all.length / CUTS_TO_CHECK) === 0,
    );
    expect(cuts.length).toBeGreaterThan(3);
    for (const cut of cuts) {
      const rows = [...rowsFrom(upToCut(records, cut)).values()].filter((row) => 'balance' in row);
      const sum = rows.reduce((total, row) => total + Number(row['balance']), 0);
      expect([rows.length, sum]).toEqual([WALLETS, WALLETS * OPENING_BALANCE]);
    }
  }, 180_000);

  it('publishes ids that only rise within a partition, and drains on SIGTERM so that nothing is sent twice', async () => {
    const wallets = async () => withClient(payments.url, openWallets);
    // On a busy machine a worker stands still for longer than half a second, and rightly starts over.
    const patient = { ...settings, TAKEOVER_AFTER_MS: '60000' };
    {
      await using worker = await startWorker(patient);
      await worker.ready();
      const load = startLoad(payments.url, await wallets(), 2);
      await sleep(500);
      await load.stop();
      expect(await worker.kill('SIGTERM')).toBe(0);
    }
    await using worker = await startWorker(patient);
    await worker.ready();
    await caughtUp(payments, { prefix, pipeline: 'payments' });
    const partitions = byPartition(await readChanges(prefix));
    expect(partitions.size).toBeGreaterThan(3);
    for (const records of partitions.values()) {
      const ids = records.filter(({ value }) => value !== null).map(eventIdOf);
      expect(ids).toEqual([...new Set(ids)].sort());
    }
  }, 30_000);

  it('streams a second database’s outbox beside the first', async () => {
    await using fraud = await fraudSource.create();
    const both = { ...settings, FRAUD_DATABASE_URL: fraud.urlFor('capture_service') };
    await using worker = await startWorker(both);
    await worker.ready();
    await withClient(fraud.url, (client) =>
      client.query(
        `INSERT INTO alert_event (alert_id, sender_id, payload) VALUES ('alt_1', 'usr_1', '{"event": "opened"}')`,
      ),
    );
    await caughtUp(fraud, { prefix, pipeline: 'fraud' });
    const [alert, ...others] = await readTopic(`${prefix}.fraud.alerts`);
    expect(others).toEqual([]);
    expect([alert?.key, alert?.value]).toEqual(['alt_1', '{"event": "opened"}']);
    const cut = (await readProgress(prefix, 'fraud')).at(-1);
    expect(Object.keys(cut?.partitions[`${prefix}.fraud.alerts`] ?? {})).toEqual(['0', '1', '2', '3']);
    const metrics = (await worker.get('/metrics'))?.body ?? '';
    expect(metrics).toMatch(/vf_capture_rows_total\{pipeline="fraud".*\} 1\n/);
    expect(metrics).toMatch(/vf_capture_streaming\{pipeline="payments".*\} 1\n/);
  }, 30_000);

  it('waits for a broker that is not there, and says so', async () => {
    await using worker = await startWorker({ ...settings, KAFKA_BROKERS: '127.0.0.1:1' });
    await eventually(
      async () => expect((await worker.get('/readyz'))?.body ?? '').toContain('waiting for the broker'),
      { timeoutMs: 20_000 },
    );
  }, 30_000);

  it('waits for the slot while another worker streams, and says so', async () => {
    await using first = await startWorker(settings);
    await first.ready();
    await using second = await startWorker(settings);
    await eventually(
      async () => expect((await second.get('/readyz'))?.body ?? '').toContain('another worker holds the slot'),
      { timeoutMs: 10_000 },
    );
    await first.kill('SIGKILL');
    await second.ready();
  }, 30_000);

  it('streams from one of several workers that start at once, and from another when that one dies', async () => {
    await using first = await startWorker(settings);
    await using second = await startWorker(settings);
    await using third = await startWorker(settings);
    const workers = [first, second, third];
    const streaming = async () => {
      const pages = await Promise.all(workers.map((worker) => worker.get('/metrics')));
      const streams = /vf_capture_streaming\{pipeline="payments".*\} 1\n/;
      return workers.filter((_, index) => streams.test(pages[index]?.body ?? ''));
    };
    const one = () =>
      eventually(
        async () => {
          const [only, ...others] = await streaming();
          if (!only || others.length > 0) throw new Error(`${String(others.length)} workers more than one stream`);
          return only;
        },
        { timeoutMs: 20_000 },
      );
    const holder = await one();
    await holder.kill('SIGKILL');
    expect(await one()).not.toBe(holder);
  }, 180_000);

  it('takes the slot from a worker that is stopped but not dead, which then does no harm', async () => {
    await using first = await startWorker(settings);
    await first.ready();
    const load = startLoad(payments.url, await withClient(payments.url, openWallets), 2);
    first.child.kill('SIGSTOP');
    await using second = await startWorker(settings);
    await second.ready();
    expect(second.output()).toContain('taking the slot from a silent worker');
    first.child.kill('SIGCONT');
    await sleep(500);
    const changes = (await load.stop()) + WALLETS;
    await caughtUp(payments, { prefix, pipeline: 'payments' });
    const records = await readChanges(prefix);
    expect(distinctChanges(records)).toBe(changes);
    const positions = (await readProgress(prefix, 'payments')).map(({ commit_lsn }) => commit_lsn);
    expect(positions).toEqual([...positions].sort());
  }, 30_000);
});

describe('init', () => {
  it('can be run again, also over rows: the worker then reads them', async () => {
    expect(await runInit(settings)).toMatchObject({ code: 0 });
    expect(await runInit(settings)).toMatchObject({ code: 0 });
    await withClient(payments.url, openWallets);
    expect(await runInit(settings, ['--new-epoch', 'payments'])).toMatchObject({ code: 0 });
    await using worker = await startWorker(settings);
    await worker.ready();
    const read = async () => expect(await readTopic(`${prefix}.public.wallets`)).toHaveLength(WALLETS);
    await eventually(read, { timeoutMs: 20_000, intervalMs: 300 });
  }, 30_000);

  it('names a pipeline that is not there', async () => {
    const refused = await runInit(settings, ['--new-epoch', 'nothing']);
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('those configured are: payments')]);
  });
});

describe('settings', () => {
  it('that are missing stop the process with their name and an example', async () => {
    const { PAYMENTS_DATABASE_URL: _, ...rest } = settings;
    const { code, output } = await runInit(rest);
    expect([code, output]).toEqual([1, expect.stringMatching(/PAYMENTS_DATABASE_URL is required.*Example/)]);
  });
});
