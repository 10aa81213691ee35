import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOwnPostgres, workspaceRoot, type OwnPostgres } from '@vf/local';
import { deleteTopicsWithPrefix, eventually, readTopic, testKafka, uniqueTopicPrefix } from '@vf/testing';
import pg from 'pg';

/**
 * A server whose synchronous standby is away: a commit is in its log, and streamed, but nobody sees the transaction. A
 * snapshot reads the old row then, and nothing would stream the new one again.
 */
const ROWS = 300;
const SCHEMA = `
  CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, phone text, metadata jsonb NOT NULL DEFAULT '{}');
  CREATE TABLE wallets (id uuid PRIMARY KEY, balance numeric(15, 2) NOT NULL);
  CREATE TABLE payments (id uuid PRIMARY KEY, sender_id uuid NOT NULL, amount numeric(15, 2) NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}');
  CREATE TABLE ledger (id bigserial PRIMARY KEY, wallet_id uuid NOT NULL, amount numeric(15, 2) NOT NULL);
  CREATE TABLE wallet_command_result (command_id uuid PRIMARY KEY, result_key text NOT NULL, user_id uuid NOT NULL,
    payload jsonb NOT NULL);
  ALTER TABLE users REPLICA IDENTITY FULL;
  ALTER TABLE wallets REPLICA IDENTITY FULL;
  ALTER TABLE payments REPLICA IDENTITY FULL;
  ALTER TABLE ledger REPLICA IDENTITY FULL;
  CREATE PUBLICATION vendorflow_capture FOR TABLE payments, wallets, ledger, users, wallet_command_result;
  INSERT INTO wallets SELECT lpad(to_hex(n), 32, '0')::uuid, 1 FROM generate_series(1, ${ROWS}) n;
`;
const LAST_WALLET = `00000000-0000-0000-0000-${ROWS.toString(16).padStart(12, '0')}`;

let server: OwnPostgres;
let prefix: string;
let worker: ChildProcess | undefined;
let admin: pg.Client;

beforeEach(async () => {
  server = await startOwnPostgres();
  prefix = uniqueTopicPrefix();
  admin = await connected();
  await admin.query(SCHEMA);
  // Only the one transaction of the test waits for the standby.
  await admin.query("ALTER SYSTEM SET synchronous_commit = 'local'");
  await admin.query("ALTER SYSTEM SET synchronous_standby_names = 'away'");
  await admin.query('SELECT pg_reload_conf()');
});

afterEach(async () => {
  worker?.kill('SIGKILL');
  await admin.end();
  await server[Symbol.asyncDispose]();
  await deleteTopicsWithPrefix(prefix);
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  return client;
}

async function start(entry: 'init' | 'main'): Promise<ChildProcess> {
  const opsPort = await freePort();
  return spawn(process.execPath, [join(workspaceRoot, `apps/cdc-worker/dist/${entry}.js`)], {
    env: {
      PAYMENTS_DATABASE_URL: server.adminUrl,
      KAFKA_BROKERS: testKafka().brokers.join(','),
      TOPIC_PREFIX: prefix,
      PII_HASH_KEYS: 'k1:a-secret-for-tests-a-secret-for-tests',
      SLOT_PREFIX: prefix,
      HEARTBEAT_INTERVAL_MS: '200',
      ACKNOWLEDGE_INTERVAL_MS: '200',
      SNAPSHOT_CHUNK_ROWS: '50',
      OPS_PORT: String(opsPort),
    },
    stdio: 'ignore',
  });
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  listening.close();
  await once(listening, 'close');
  return port;
}

const wallets = () => readTopic(`${prefix}.public.wallets`);

async function recordsOfLast() {
  const records = (await wallets()).filter(({ key, value }) => key === `{"id":"${LAST_WALLET}"}` && value !== null);
  return records.map(({ value }) => {
    const { op, after } = JSON.parse(value ?? '') as { op: string; after: { balance: string } };
    return `${op} ${after.balance}`;
  });
}

const isComplete = async () => {
  const last = (await readTopic(`${prefix}.progress`)).at(-1)?.value ?? '{}';
  expect(JSON.parse(last)).toMatchObject({ snapshot: { complete: true } });
};

/** It has looked for running transactions at least once, and looks again. */
const snapshotWaits = async () => {
  const { rows } = await admin.query(
    "SELECT FROM pg_stat_activity WHERE application_name = 'vendorflow-cdc-worker' AND query = 'ROLLBACK'",
  );
  expect(rows.length).toBeGreaterThan(0);
};

const soon = { timeoutMs: 30_000, intervalMs: 100 };

describe('a snapshot beside a commit that nobody sees yet', () => {
  it('does not let the row that it reads win over the change that was streamed before', async () => {
    const init = await start('init');
    await once(init, 'exit');
    expect(init.exitCode).toBe(0);
    // The snapshot waits for writers that run at its beginning.
    const holder = await connected();
    await holder.query(`BEGIN; INSERT INTO ledger (wallet_id, amount) VALUES ('${LAST_WALLET}', 1)`);
    worker = await start('main');
    await eventually(snapshotWaits, soon);
    const writer = await connected();
    await writer.query('SET synchronous_commit = on');
    const committed = writer.query(`UPDATE wallets SET balance = 2 WHERE id = '${LAST_WALLET}'`);
    await eventually(async () => expect(await recordsOfLast()).toEqual(['u 2.00']), soon);
    await holder.query('COMMIT');
    await holder.end();
    await eventually(isComplete, soon);
    const { rows } = await admin.query<{ balance: string }>(`SELECT balance FROM wallets WHERE id = '${LAST_WALLET}'`);
    // Still hidden: the snapshot has read the old row, and did not publish it.
    expect(rows).toEqual([{ balance: '1.00' }]);
    expect(await recordsOfLast()).toEqual(['u 2.00']);
    expect(new Set((await wallets()).map(({ key }) => key)).size).toBe(ROWS);
    await admin.query("ALTER SYSTEM SET synchronous_standby_names = ''");
    await admin.query('SELECT pg_reload_conf()');
    await committed;
    await writer.end();
    expect(worker.exitCode).toBeNull();
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }, 90_000);
});
