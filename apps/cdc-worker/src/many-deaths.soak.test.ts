import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline, readChanges } from './payments-pipeline.fixture.js';
import { distinctChanges, rowsFrom } from './change-log.fixture.js';
import { caughtUp, storedBalances } from './source-state.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { runInit, startWorker, type Settings } from './worker-process.fixture.js';
import { openWallets, startLoad, WALLETS, type WriteLoad } from './write-load.fixture.js';

const LIVES = 150;
const STOPPED_MS = 150_000;
const TEST_TIMEOUT_MS = 30 * 60_000;
const CATCH_UP_LIMIT_MS = 120_000;

let pipeline: PaymentsPipeline;
let prefix: string;
let payments: TestDatabase;
let settings: Settings;

beforeEach(async () => {
  pipeline = await paymentsPipeline();
  ({ prefix, payments, settings } = pipeline);
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

/** Ends the load and compares the topics with the tables. */
async function provesExact(load: WriteLoad): Promise<void> {
  const changes = (await load.stop()) + WALLETS;
  await caughtUp(payments, { prefix, pipeline: 'payments' }, CATCH_UP_LIMIT_MS);
  const records = await readChanges(prefix);
  expect(distinctChanges(records)).toBe(changes);
  const balances = new Map(
    [...rowsFrom(records)].flatMap(([key, row]) => ('balance' in row ? [[key, row['balance']]] : [])),
  );
  expect(balances).toEqual(await storedBalances(payments));
}

describe('the worker, for a long time', () => {
  it(
    'carries every committed change, killed some hundred times at random',
    async () => {
      expect(await runInit(settings)).toMatchObject({ code: 0 });
      const load = startLoad(payments.url, await withClient(payments.url, openWallets), 1);
      for (let life = 0; life < LIVES; life += 1) {
        await using worker = await startWorker(settings);
        if (life % 3 === 2) await sleep(randomInt(100, 900));
        else await worker.ready();
        await sleep(randomInt(0, 500));
        await worker.kill('SIGKILL');
      }
      await using worker = await startWorker(settings);
      await worker.ready();
      await provesExact(load);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'does no harm when it wakes after minutes in which another one took over',
    async () => {
      // Well below wal_sender_timeout, at which the server itself frees the slot of a worker that stands still.
      const usual = { ...settings, ACKNOWLEDGE_INTERVAL_MS: '10000', TAKEOVER_AFTER_MS: '30000' };
      await using first = await startWorker(usual);
      await first.ready();
      const load = startLoad(payments.url, await withClient(payments.url, openWallets), 1);
      first.child.kill('SIGSTOP');
      await using second = await startWorker(usual);
      await sleep(STOPPED_MS);
      await second.ready();
      expect(second.output()).toContain('taking the slot from a silent worker');
      first.child.kill('SIGCONT');
      await sleep(5_000);
      await provesExact(load);
    },
    TEST_TIMEOUT_MS,
  );
});
