import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline } from './payments-pipeline.fixture.js';
import { readProgress } from './change-log.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { startWorker, type WorkerProcess } from './worker-process.fixture.js';

const ROWS = 1_000_000;
const ROLLED_BACK_ROWS = 100_000;
/** What a worker may hold at most, as docs/benchmarks.md says. */
const RSS_LIMIT_BYTES = 256 * 1024 * 1024;
const TEST_TIMEOUT_MS = 10 * 60_000;

let pipeline: PaymentsPipeline;

beforeEach(async () => {
  pipeline = await paymentsPipeline({ TOPIC_FAMILIES: 'envelope' });
});

afterEach(async () => pipeline[Symbol.asyncDispose]());

async function residentBytes(worker: WorkerProcess): Promise<number> {
  const metrics = (await worker.get('/metrics'))?.body ?? '';
  return Number(/^process_resident_memory_bytes(?:\{.*\})? (\S+)$/m.exec(metrics)?.[1] ?? NaN);
}

/** Records of the ledger's topic up to the newest cut. */
async function publishedRows(): Promise<number> {
  const last = (await readProgress(pipeline.prefix, 'payments')).at(-1);
  const ends = Object.values(last?.partitions[`${pipeline.prefix}.public.ledger`] ?? {});
  return ends.reduce((sum, end) => sum + Number(end), 0);
}

describe('a transaction of a million rows', () => {
  it(
    'travels whole, without what was rolled back, in bounded memory',
    async () => {
      await using worker = await startWorker(pipeline.settings);
      await worker.ready();
      await withClient(pipeline.payments.url, (client) =>
        client.query(`BEGIN;
          INSERT INTO ledger (wallet_id, amount) SELECT gen_random_uuid(), n FROM generate_series(1, ${ROWS / 2}) n;
          SAVEPOINT given_up;
          INSERT INTO ledger (wallet_id, amount) SELECT gen_random_uuid(), n FROM generate_series(1, ${ROLLED_BACK_ROWS}) n;
          ROLLBACK TO given_up;
          INSERT INTO ledger (wallet_id, amount) SELECT gen_random_uuid(), n FROM generate_series(1, ${ROWS / 2}) n;
          COMMIT`),
      );
      let peak = 0;
      const arrived = async () => {
        peak = Math.max(peak, await residentBytes(worker));
        expect(await publishedRows()).toBeGreaterThanOrEqual(ROWS);
      };
      await eventually(arrived, { timeoutMs: 300_000, intervalMs: 100 });
      expect(await publishedRows()).toBe(ROWS);
      expect(peak).toBeLessThan(RSS_LIMIT_BYTES);
    },
    TEST_TIMEOUT_MS,
  );
});
