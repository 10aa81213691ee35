/** What a test asks the source about, to compare the topics with. */
import { eventually, type TestDatabase } from '@vf/testing';
import { readProgress } from './change-log.fixture.js';
import { withClient } from './source-databases.fixture.js';

export interface ProgressOf {
  readonly prefix: string;
  readonly pipeline: string;
}

const CATCH_UP_LIMIT_MS = 20_000;

/** Waits until the pipeline's progress has passed the end of the source's log as of now. */
export async function caughtUp(
  database: TestDatabase,
  { prefix, pipeline }: ProgressOf,
  timeoutMs = CATCH_UP_LIMIT_MS,
): Promise<void> {
  const end = await withClient(database.url, async (client) => {
    const { rows } = await client.query<{ end: string }>(
      `SELECT lpad(to_hex((pg_current_wal_insert_lsn() - '0/0')::bigint), 16, '0') AS end`,
    );
    return rows[0]?.end ?? '';
  });
  const passed = async () => {
    const at = (await readProgress(prefix, pipeline)).at(-1)?.commit_lsn ?? '';
    if (at < end) throw new Error(`progress is at ${at}, the log ends at ${end}`);
  };
  await eventually(passed, { timeoutMs, intervalMs: 300 });
}

/** Balances in the database, by key text. */
export const storedBalances = (database: TestDatabase) =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query<{ id: string; balance: string }>('SELECT id, balance FROM wallets');
    return new Map(rows.map(({ id, balance }) => [`{"id":"${id}"}`, balance]));
  });
