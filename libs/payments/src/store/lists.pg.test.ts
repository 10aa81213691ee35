import { Kysely, PostgresDialect, type LogEvent } from 'kysely';
import pg from 'pg';
import { listActs } from './audit-log.js';
import type { PaymentsDatabase } from './database.js';
import type { DB } from './db.generated.js';
import { balanceAt, listEntries, listPayments, listUsers } from './lists.js';
import { createWorld, type World } from './posting-world.fixture.js';
import { listGrants } from './wallet-grants.js';

const ROWS = 6_000;
const PAGE = { limit: 10 };

let world: World;
let db: PaymentsDatabase;
let ran: { readonly sql: string; readonly parameters: readonly unknown[] }[];

beforeAll(async () => {
  world = await createWorld([0n, 0n]);
  ran = [];
  db = new Kysely<DB>({
    dialect: new PostgresDialect({
      pool: new pg.Pool({ connectionString: world.db.urlFor('payments_service'), max: 1 }),
    }),
    log: ({ query }: LogEvent) => {
      ran.push(query);
    },
  });
  await fill();
});
afterAll(async () => {
  await db.destroy();
  await world[Symbol.asyncDispose]();
});

/** Enough rows of several clients that reading all of a table is no longer the cheapest plan. */
async function fill() {
  const [from, to] = world.wallets;
  await world.admin.query(
    `INSERT INTO api_clients (id, name) SELECT gen_random_uuid(), 'client ' || i FROM generate_series(1, 20) i;
     INSERT INTO users (email, client_id, created_at)
       SELECT i || '@example.com', c.id, now() - i * interval '1 second'
       FROM generate_series(1, ${ROWS}) i JOIN (SELECT id, row_number() OVER () AS n FROM api_clients) c ON c.n = i % 20 + 1;
     INSERT INTO wallets (id, user_id) SELECT id, id FROM users ON CONFLICT DO NOTHING;
     INSERT INTO payments (reference, client_id, client_reference, sender_id, recipient_id, amount, provider, status, failure_code, created_at)
       SELECT 'r-' || i, u.client_id, 'order-' || i, u.id, '${from!}', 1, 'internal',
         (CASE WHEN i % 10 = 0 THEN 'failed' ELSE 'success' END)::payment_status,
         CASE WHEN i % 10 = 0 THEN 'insufficient_funds' END, now() - i * interval '1 second'
       FROM generate_series(1, ${ROWS}) i JOIN users u ON u.email = i || '@example.com';
     INSERT INTO holds (payment_id, wallet_id, authorized_amount, held_amount, captured_amount, fee_basis_points, state)
       SELECT p.id, '${from!}', 1, 1, 1, 0, 'captured' FROM payments p WHERE status = 'success';
     INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq, created_at)
       SELECT p.id, w.id, 'credit', 1, n - 1, n, n, now() - (${ROWS} - n) * interval '1 second'
       FROM generate_series(1, ${ROWS}) n, (SELECT id FROM payments LIMIT 1) p, (VALUES ('${from!}'::uuid), ('${to!}'::uuid)) w(id);
     INSERT INTO audit_log (id, at, action, object_kind, object_id, reason)
       SELECT gen_random_uuid(), now() - i * interval '1 second', 'user.kyc', 'user', 'user ' || i, 'r' FROM generate_series(1, ${ROWS}) i;
     INSERT INTO wallet_grants (id, wallet_id, grantor_client_id, grantee_client_id, created_at)
       SELECT gen_random_uuid(), w.id, u.client_id, '${world.clientId}', now() - random() * interval '1 hour'
       FROM wallets w JOIN users u ON u.id = w.user_id WHERE u.client_id <> '${world.clientId}';`,
  );
  await world.admin.query('ANALYZE');
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap((each) => nodesOf(each))];

/** What the statements of `read` read whole: no table but the few that are small, and never more rows than a few pages. */
async function plansOf(read: () => Promise<unknown>) {
  ran.length = 0;
  await read();
  const selects = ran.filter(({ sql }) => /^\(?\s*select/i.test(sql) && !sql.includes('set_config'));
  const nodes: Plan[] = [];
  for (const { sql, parameters } of selects) {
    const { rows } = await world.admin.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
      [...parameters],
    );
    nodes.push(...nodesOf(rows[0]!['QUERY PLAN'][0].Plan));
  }
  expect(selects.length).toBeGreaterThan(0);
  return {
    scans: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']),
    most: Math.max(...nodes.map((node) => node['Actual Rows'] ?? 0)),
  };
}

describe('every list is read along an index, and reads no more than its page', () => {
  const middle = async (table: 'payments' | 'users' | 'audit_log' | 'wallet_grants', where: string) => {
    const order = table === 'audit_log' ? 'at' : 'created_at';
    const { rows } = await world.admin.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${where} ORDER BY ${order} DESC, id DESC OFFSET 50 LIMIT 1`,
    );
    return rows[0]!.id;
  };
  const someClient = async () => {
    const { rows } = await world.admin.query<{ id: string }>("SELECT id FROM api_clients WHERE name = 'client 7'");
    return rows[0]!.id;
  };
  /**
   * A page and what belongs to it, whichever join brings the wallets and holds: statistics are samples, so plans of one
   * query differ a little from run to run. A list that reads what it does not show reads a client's share at the least.
   */
  const FEW = ROWS / 40;

  it('payments of a client, from the middle', async () => {
    const clientId = await someClient();
    const startingAfter = await middle('payments', `client_id = '${clientId}'`);
    const plans = await plansOf(() => listPayments(db, { clientId }, { ...PAGE, startingAfter }));
    expect(plans).toEqual({ scans: [], most: expect.any(Number) as number });
    expect(plans.most).toBeLessThanOrEqual(FEW);
  });

  it('payments by client_reference, failed or not', async () => {
    const clientId = await someClient();
    const { rows } = await world.admin.query<{ ref: string }>(
      'SELECT client_reference AS ref FROM payments WHERE client_id = $1 LIMIT 1',
      [clientId],
    );
    const plans = await plansOf(() => listPayments(db, { clientId, clientReference: rows[0]!.ref }, PAGE));
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
  });

  it('payments of a wallet', async () => {
    const [userId] = world.wallets;
    const startingAfter = await middle('payments', `recipient_id = '${userId!}'`);
    const plans = await plansOf(() =>
      listPayments(db, { clientId: world.clientId, userId: userId! }, { ...PAGE, startingAfter }),
    );
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
  });

  it('entries of a wallet, and its balance at a moment', async () => {
    const [walletId] = world.wallets;
    const whose = { userId: walletId!, walletId: walletId! };
    const plans = await plansOf(() => listEntries(db, whose, PAGE));
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
    const at = BigInt(Date.now() - 1_000_000) * 1_000n;
    const balance = await plansOf(() => balanceAt(db, { ...whose, at }));
    expect(balance).toEqual({ scans: [], most: 1 });
  });

  it('users of a client', async () => {
    const clientId = await someClient();
    const startingAfter = await middle('users', `client_id = '${clientId}'`);
    const plans = await plansOf(() => listUsers(db, { clientId }, { ...PAGE, startingAfter }));
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
  });

  it('the audit log, and what it has of one object', async () => {
    const endingBefore = await middle('audit_log', 'true');
    const plans = await plansOf(() => listActs(db, {}, { ...PAGE, endingBefore }));
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
    expect((await plansOf(() => listActs(db, { objectId: 'user 7' }, PAGE))).scans).toEqual([]);
  });

  it('grants received', async () => {
    const startingAfter = await middle('wallet_grants', `grantee_client_id = '${world.clientId}'`);
    const plans = await plansOf(() =>
      listGrants(db, { clientId: world.clientId, side: 'received' }, { ...PAGE, startingAfter }),
    );
    expect(plans.scans).toEqual([]);
    expect(plans.most).toBeLessThanOrEqual(FEW);
  });
});
