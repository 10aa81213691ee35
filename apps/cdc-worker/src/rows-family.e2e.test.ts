import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OLDER_HASHES_HEADER } from '@vf/contracts';
import { eventually, readTopic, type TestDatabase, type TopicRecord } from '@vf/testing';
import { paymentsPipeline, type PaymentsPipeline } from './payments-pipeline.fixture.js';
import { newestRows, readProgress, upToCut } from './change-log.fixture.js';
import { withClient } from './source-databases.fixture.js';
import { PII_HASH_KEYS, startWorker, type Settings } from './worker-process.fixture.js';
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

/** Each table's rows as SQL would write what the rows family holds of them, hashes apart. */
const TABLES = {
  wallets: 'SELECT id, balance::text FROM wallets',
  ledger: 'SELECT id::int, wallet_id, amount::text FROM ledger',
  payments: `SELECT id, sender_id, amount::text, metadata::text,
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at FROM payments`,
  users: 'SELECT id, email, phone, metadata::text FROM users',
} as const;
type Table = keyof typeof TABLES;

const hashWith = (keys: string, value: string) => {
  const [id = '', secret = ''] = keys.split(/[:,]/);
  return `hmac:${id}:${createHmac('sha256', secret).update(value).digest('hex')}`;
};

const rowsOf = (table: Table) => readTopic(`${prefix}.rows.${table}`);
const query = (sql: string) => withClient(payments.url, async (client) => (await client.query<object>(sql)).rows);

async function tableRows(table: Table): Promise<Map<string, object>> {
  const rows = (await query(TABLES[table])) as Record<string, unknown>[];
  return new Map(rows.map((row) => [JSON.stringify({ id: row['id'] }), hashedAs(PII_HASH_KEYS, row)]));
}

/** A user's row with its personal columns hashed; others as they are. */
function hashedAs(keys: string, row: Record<string, unknown>): Record<string, unknown> {
  if (typeof row['email'] !== 'string') return row;
  const phone = typeof row['phone'] === 'string' ? hashWith(keys, row['phone'].replace('+', '')) : null;
  return { ...row, email: hashWith(keys, row['email'].toLowerCase()), phone };
}

/** Waits until the pipeline's progress has passed the source's log as of now. */
async function caughtUp(): Promise<void> {
  const [row] = (await query(`SELECT lpad(to_hex((pg_current_wal_insert_lsn() - '0/0')::bigint), 16, '0') AS end`)) as {
    end: string;
  }[];
  await eventually(
    async () => {
      const at = (await readProgress(prefix, 'payments')).at(-1)?.commit_lsn ?? '';
      if (!row || at < row.end) throw new Error(`progress is at ${at}`);
    },
    { timeoutMs: 20_000, intervalMs: 300 },
  );
}

const USERS = `
  INSERT INTO users (id, email, phone)
    SELECT gen_random_uuid(), 'Person.' || n || '@Example.com', '+2507880000' || n FROM generate_series(10, 59) n;
  INSERT INTO users (id, email) VALUES (gen_random_uuid(), 'no.phone@example.com');
  UPDATE users SET phone = '+250799999999' WHERE email = 'Person.20@Example.com';
  UPDATE users SET id = gen_random_uuid() WHERE email = 'Person.30@Example.com';
  DELETE FROM users WHERE email LIKE 'Person.4%';
  INSERT INTO users (id, email, metadata) VALUES
    (gen_random_uuid(), 'x@example.com', '{"customer_email": "hidden@example.com", "n": 12345678901234567890}');`;

describe('the rows family', () => {
  it('comes to the tables, at the end and at every cut, and shows no personal data', async () => {
    {
      await using worker = await startWorker(settings);
      await worker.ready();
      const load = startLoad(payments.url, await withClient(payments.url, openWallets), 2);
      await query(USERS);
      await caughtUp();
      await worker.kill('SIGKILL');
      await load.stop();
    }
    await using worker = await startWorker(settings);
    await worker.ready();
    await caughtUp();

    for (const table of ['wallets', 'ledger', 'payments'] as const) {
      expect([table, newestRows(await rowsOf(table))]).toEqual([table, await tableRows(table)]);
    }
    const users = newestRows(await rowsOf('users'));
    const stored = await tableRows('users');
    expect([...users].map(withoutMetadata).sort()).toEqual([...stored].map(withoutMetadata).sort());

    const wallets = await rowsOf('wallets');
    const cuts = (await readProgress(prefix, 'payments')).slice(-20);
    for (const cut of cuts) {
      const rows = [...newestRows(upToCut(wallets, cut)).values()];
      if (rows.length === 0) continue;
      const sum = rows.reduce((total, row) => total + Number(row['balance']), 0);
      expect([rows.length, sum]).toEqual([WALLETS, WALLETS * OPENING_BALANCE]);
    }

    const both = await Promise.all(['public', 'rows'].map((family) => readTopic(`${prefix}.${family}.users`)));
    const texts = both.map((records) =>
      records.map(({ value, headers }) => `${String(value)} ${JSON.stringify(headers)}`),
    );
    expect(texts.flat().filter((text) => /example\.com|\+?2507/i.test(text))).toEqual([]);
    const hidden = hashWith(PII_HASH_KEYS, 'hidden@example.com');
    const whole = (text: string) => text.includes(hidden) && text.includes('12345678901234567890');
    expect(texts.map((family) => family.some(whole))).toEqual([true, true]);
  }, 180_000);

  it('goes on under a new key, and says which hashes of the old one are the same values', async () => {
    const insert = (id: string) =>
      query(`INSERT INTO users (id, email) VALUES ('00000000-0000-0000-0000-00000000000${id}', 'same@example.com')`);
    const rotated = `k2:another-secret-for-tests-another-one,${PII_HASH_KEYS}`;
    {
      await using worker = await startWorker(settings);
      await worker.ready();
      await insert('1');
      await caughtUp();
      expect(await worker.kill('SIGTERM')).toBe(0);
    }
    await using worker = await startWorker({ ...settings, PII_HASH_KEYS: rotated });
    await worker.ready();
    await insert('2');
    await caughtUp();
    const [before, after] = (await rowsOf('users')).sort(byKey);
    const [old, current] = [hashWith(PII_HASH_KEYS, 'same@example.com'), hashWith(rotated, 'same@example.com')];
    expect([emailOf(before), emailOf(after)]).toEqual([old, current]);
    expect([before?.headers[OLDER_HASHES_HEADER], JSON.parse(after?.headers[OLDER_HASHES_HEADER] ?? '')]).toEqual([
      undefined,
      { [current]: [old] },
    ]);
  }, 30_000);
});

const byKey = (a: TopicRecord, b: TopicRecord) => String(a.key).localeCompare(String(b.key));
const emailOf = (record: TopicRecord | undefined) => (JSON.parse(record?.value ?? '{}') as { email?: unknown }).email;
const withoutMetadata = ([key, row]: [string, object]) => JSON.stringify([key, { ...row, metadata: null }]);
