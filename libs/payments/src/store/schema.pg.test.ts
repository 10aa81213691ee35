import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paymentRow, walletRow, ledgerRow, userRow } from '@vf/contracts';
import { migrate } from '@vf/migrations';
import { templateDatabase } from '@vf/testing';
import pg from 'pg';
import { catalogueOf, objectName } from './catalogue.fixture.js';
import { migrationsDirectory } from '../migrations-directory.js';
import { ADDED_TO_GUIDE_TABLES, CHANGED, ONLY_OURS, OUR_TABLES } from './schema-deviations.fixture.js';
import { paymentsDatabase } from './payments-database.fixture.js';

const guideText = (name: string) => readFile(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const emptyDatabase = templateDatabase({ name: 'guide', inputs: [], prepare: () => Promise.resolve() });

async function connect(url: string) {
  const client = new pg.Client(url);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

/** A directory of the migrations that come before the number. */
async function migrationsBefore(number: string) {
  const directory = await mkdtemp(join(tmpdir(), 'vf-migrations-'));
  const earlier = (await readdir(migrationsDirectory)).filter((name) => name < number);
  for (const name of earlier) await cp(join(migrationsDirectory, name), join(directory, name), { recursive: true });
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

describe('the schema', () => {
  it("has every object of the guide's as the guide declares it, save the listed ones", async () => {
    await using ours = await paymentsDatabase.create();
    await using theirs = await emptyDatabase.create();
    await using ourClient = await connect(ours.url);
    await using guideClient = await connect(theirs.url);
    await guideClient.query(await guideText('guide-schema.sql'));
    const [declared, guide] = [await catalogueOf(ourClient), await catalogueOf(guideClient)];
    expect(guide.length).toBeGreaterThan(50);
    expect(guide.filter((line) => !declared.includes(line)).map(objectName)).toEqual(CHANGED);
    const added = declared.filter((line) => !guide.includes(line) && !ONLY_OURS.test(line)).map(objectName);
    expect(added.sort()).toEqual(ADDED_TO_GUIDE_TABLES);
  });

  it('gives a reason for each object that differs, in the list that people read', async () => {
    const list = await readFile(new URL('../../../../docs/adr/0010-schema-deviations.md', import.meta.url), 'utf8');
    const bare = (name: string) => /[^\s.]+$/.exec(name.replace(/\(.*$/, ''))![0];
    const named = (name: string) => list.includes(bare(name));
    expect([...CHANGED, ...ADDED_TO_GUIDE_TABLES].filter((name) => !named(name))).toEqual([]);
    expect(OUR_TABLES.filter((table) => !list.includes(`\`${table}\``))).toEqual([]);
  });

  it("runs the guide's fraud query unchanged", async () => {
    await using ours = await paymentsDatabase.create();
    await using client = await connect(ours.url);
    await client.query(`
      INSERT INTO users (id, email) SELECT gen_random_uuid(), i || '@example.com' FROM generate_series(1, 3) i;
      INSERT INTO payments (reference, sender_id, recipient_id, amount, provider, status, created_at)
        SELECT 'busy-' || i, (SELECT id FROM users WHERE email = '1@example.com'),
          (SELECT id FROM users WHERE email = '2@example.com'), 100, 'stripe', 'success', now() - interval '59 minutes'
        FROM generate_series(1, 11) i;
      INSERT INTO payments (reference, sender_id, recipient_id, amount, provider, status)
        SELECT 'calm-' || i, (SELECT id FROM users WHERE email = '3@example.com'),
          (SELECT id FROM users WHERE email = '2@example.com'), 100, 'stripe', 'success'
        FROM generate_series(1, 10) i;`);
    const { rows } = await client.query<object>(await guideText('guide-fraud-query.sql'));
    expect(rows).toEqual([expect.objectContaining({ tx_count: '11', total_sent: '1100.00', largest_tx: '100.00' })]);
  });

  it('has every column that the change events promise', async () => {
    await using ours = await paymentsDatabase.create();
    await using client = await connect(ours.url);
    const columns = (await catalogueOf(client)).map(objectName);
    const promised = Object.entries({
      payments: paymentRow,
      wallets: walletRow,
      ledger: ledgerRow,
      users: userRow,
    }).flatMap(([table, row]) => Object.keys(row.shape).map((column) => `column ${table}.${column}`));
    expect(promised.filter((column) => !columns.includes(column))).toEqual([]);
  });
});

describe('the publication of users', () => {
  it('applies to a database that has users already', async () => {
    await using ours = await emptyDatabase.create();
    await using before = await migrationsBefore('0008');
    await migrate({ connectionString: ours.url, directory: before.directory });
    await using client = await connect(ours.url);
    await client.query("INSERT INTO users (email, phone) VALUES ('a@example.com', '+250788123456')");
    await migrate({ connectionString: ours.url, directory: migrationsDirectory });
    const { rows } = await client.query<object>(
      "SELECT FROM pg_publication_tables WHERE pubname = 'vendorflow_capture' AND tablename = 'users'",
    );
    expect(rows).toHaveLength(1);
  });
});

describe('the guards', () => {
  const seeded = async (url: string) => {
    const client = await connect(url);
    await client.query(`
      INSERT INTO users (id, email) VALUES ('00000000-0000-7000-8000-00000000000a', 'a'),
        ('00000000-0000-7000-8000-00000000000b', 'b');
      INSERT INTO wallets (id, user_id, balance) VALUES
        ('00000000-0000-7000-8001-00000000000a', '00000000-0000-7000-8000-00000000000a', 50);
      INSERT INTO payments (id, reference, sender_id, recipient_id, amount, provider) VALUES
        ('00000000-0000-7000-8002-00000000000a', 'r', '00000000-0000-7000-8000-00000000000a',
         '00000000-0000-7000-8000-00000000000b', 5, 'internal');
      INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq) VALUES
        ('00000000-0000-7000-8002-00000000000a', '00000000-0000-7000-8001-00000000000a', 'debit', 5, 55, 50, 1);`);
    return client;
  };

  it.each([
    ["UPDATE payments SET sender_id = '00000000-0000-7000-8000-00000000000b'", 'never change'],
    ["UPDATE payments SET recipient_id = '00000000-0000-7000-8000-00000000000a'", 'never change'],
    ["UPDATE wallets SET user_id = '00000000-0000-7000-8000-00000000000b'", 'never change'],
    ['UPDATE wallets SET id = gen_random_uuid()', 'never change'],
    ["UPDATE wallets SET kind = 'clearing'", 'never change'],
    ['UPDATE ledger SET amount = 6', 'append-only'],
    ['UPDATE ledger SET wallet_id = gen_random_uuid()', 'append-only'],
    ['DELETE FROM ledger', 'append-only'],
    ['TRUNCATE ledger', 'append-only'],
    ['TRUNCATE payments CASCADE', 'can not be truncated'],
    ['TRUNCATE wallets CASCADE', 'can not be truncated'],
    ['TRUNCATE idempotency_keys', 'can not be truncated'],
    ['TRUNCATE users CASCADE', 'can not be truncated'],
    ['UPDATE wallets SET balance = -1', 'wallets_balance_check'],
    ['UPDATE wallets SET held = 51', 'wallets_held_check'],
    ["UPDATE payments SET failure_code = 'insufficient_funds'", 'payments_failure_code_check'],
    [
      `INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
       SELECT payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq FROM ledger`,
      'ledger_wallet_seq_key',
    ],
    [
      `INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
       SELECT payment_id, wallet_id, type, amount + 1, balance_before, balance_after, 2 FROM ledger`,
      'ledger_amount_check',
    ],
  ])('refuse %s', async (statement, message) => {
    await using db = await paymentsDatabase.create();
    await using client = await seeded(db.url);
    await expect(client.query(statement)).rejects.toThrow(message);
  });

  it('raise the version with each update and let a clearing wallet go below zero', async () => {
    await using db = await paymentsDatabase.create();
    await using client = await seeded(db.url);
    await client.query('UPDATE wallets SET is_frozen = true');
    await client.query("UPDATE payments SET status = 'success', row_version = 99");
    await client.query(`INSERT INTO wallets (user_id, kind, balance)
      VALUES ('00000000-0000-7000-8000-00000000000b', 'clearing', -1)`);
    const { rows } = await client.query<object>(
      'SELECT w.row_version AS wallet, p.row_version AS payment FROM payments p JOIN wallets w ON w.user_id = p.sender_id',
    );
    expect(rows).toEqual([{ wallet: '2', payment: '2' }]);
  });
});

describe('the service roles', () => {
  it.each([
    ['payments_service', 'DELETE FROM payments'],
    ['payments_service', 'UPDATE ledger SET amount = 1'],
    ['payments_service', 'CREATE TABLE x ()'],
    ['payments_service', 'UPDATE users SET client_id = NULL'],
    ['payments_service', 'UPDATE api_keys SET revoked_at = NULL'],
    ['payments_service', "UPDATE audit_log SET reason = 'x'"],
    ['payments_service', 'DELETE FROM audit_log'],
    ['payments_service', "UPDATE idempotency_keys SET response_body = ''"],
    ['payments_service', 'UPDATE payments SET sender_id = recipient_id'],
    ['payments_service', "UPDATE payments SET fee_bearer = 'sender'"],
    ['payments_service', 'UPDATE refunds SET amount = 1'],
    ['payments_service', 'UPDATE holds SET expires_at = NULL'],
    ['payments_service', 'UPDATE api_clients SET fee_basis_points = 0'],
    ['capture_service', 'SELECT * FROM api_keys'],
    ['capture_service', 'UPDATE wallets SET balance = 1'],
  ] as const)('do not let %s %s', async (role, statement) => {
    await using db = await paymentsDatabase.create();
    await using client = await connect(db.urlFor(role));
    await expect(client.query(statement)).rejects.toThrow('permission denied');
  });

  it('let capture read what is published', async () => {
    await using db = await paymentsDatabase.create();
    await using client = await connect(db.urlFor('capture_service'));
    const { rows } = await client.query('SELECT FROM wallets, payments, ledger, users');
    expect(rows).toEqual([]);
  });
});
