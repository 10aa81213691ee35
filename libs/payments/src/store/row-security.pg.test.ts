import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { asCustomer } from './as-customer.js';
import { openDatabase, type PaymentsDatabase } from './database.js';
import { createPostingPool } from './posting-pool.js';
import { ask, createWorld, openPosting, type World } from './posting-world.fixture.js';

const TABLES = ['users', 'wallets', 'payments', 'ledger'] as const;
type Table = (typeof TABLES)[number];

let world: World;
let service: PaymentsDatabase;

beforeAll(async () => {
  world = await createWorld([10_000n, 0n, 5_000n]);
  service = openDatabase({ connectionString: world.db.urlFor('payments_service'), maxConnections: 2 });
  await using posting = openPosting(world);
  await posting.submit(ask(world));
});
afterAll(async () => {
  await service.destroy();
  await world[Symbol.asyncDispose]();
});

/** How many rows of each table this session sees, asked without any condition. */
async function seenBy(client: { query(text: string): Promise<pg.QueryResult<{ n: number }>> }) {
  const counts = {} as Record<Table, number>;
  for (const table of TABLES) {
    const { rows } = await client.query(`SELECT count(*)::int AS n FROM ${table}`);
    counts[table] = rows[0]!.n;
  }
  return counts;
}

/** A session of a role, without its login: what it may see does not depend on how it came in. */
async function as<T>(role: string, work: (client: pg.Client) => Promise<T>, userId?: string): Promise<T> {
  await world.admin.query('BEGIN');
  try {
    await world.admin.query(`SET LOCAL ROLE ${role}`);
    if (userId !== undefined) {
      await world.admin.query("SELECT set_config('app.current_user_id', $1, true)", [userId]);
    }
    return await work(world.admin);
  } finally {
    await world.admin.query('ROLLBACK');
  }
}

const NOTHING = { users: 0, wallets: 0, payments: 0, ledger: 0 };

describe('a customer-facing read', () => {
  it('sees the rows of the user it is set to, whatever the query forgets to ask', async () => {
    const [payer, payee, other] = world.wallets;
    // The top-up, and the payment with both its sides: of the ledger only its own entries.
    expect(await as('app_reader', seenBy, payer)).toEqual({ users: 1, wallets: 1, payments: 2, ledger: 2 });
    expect(await as('app_reader', seenBy, payee)).toEqual({ users: 1, wallets: 1, payments: 1, ledger: 1 });
    expect(await as('app_reader', seenBy, other)).toEqual({ users: 1, wallets: 1, payments: 1, ledger: 1 });
  });

  it('sees nothing when no user is set, also on a connection that had one set before', async () => {
    expect(await as('app_reader', seenBy)).toEqual(NOTHING);
    await as('app_reader', seenBy, world.wallets[0]);
    expect(await as('app_reader', seenBy)).toEqual(NOTHING);
    expect(await as('vendorflow_app', seenBy)).toEqual(NOTHING);
  });

  it('writes nothing', async () => {
    const write = (client: pg.Client) => client.query('UPDATE wallets SET is_frozen = true');
    await expect(as('app_reader', write, world.wallets[0])).rejects.toThrow('permission denied');
  });

  it('is what the service runs, and its connection goes back as it came', async () => {
    const own = await asCustomer(service, world.wallets[1]!, (tx) => tx.selectFrom('payments').select('id').execute());
    expect(own).toHaveLength(1);
    const all = await service.selectFrom('payments').select('id').execute();
    expect(all).toHaveLength(3);
    await expect(
      asCustomer(service, world.wallets[1]!, (tx) => tx.updateTable('wallets').set({ is_frozen: true }).execute()),
    ).rejects.toThrow('read-only');
  });
});

describe('whoever must see all', () => {
  const all = async () => seenBy(world.admin);

  it('posting: sees every row, and says so by a policy of its own', async () => {
    const client = new pg.Client(world.db.urlFor('payments_service'));
    await client.connect();
    expect(await seenBy(client)).toEqual(await all());
    await client.end();
  });

  it('posting: without its policy it would refuse payments, so a policy that is gone is loud', async () => {
    await using posting = openPosting(world);
    await world.admin.query('ALTER POLICY posting_all ON wallets USING (false)');
    expect(await posting.submit(ask(world))).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'wallet_not_found' },
    });
    await world.admin.query('ALTER POLICY posting_all ON wallets USING (true)');
    expect(await posting.submit(ask(world))).toMatchObject({ kind: 'posted' });
  });

  it('capture: sees every row with row security off, and an error instead of fewer without its right', async () => {
    const client = new pg.Client({
      connectionString: world.db.urlFor('capture_service'),
      options: '-c row_security=off',
    });
    await client.connect();
    expect(await seenBy(client)).toEqual(await all());
    await client.end();
    const unprivileged = async (session: pg.Client) => {
      await session.query('SET LOCAL row_security = off');
      return seenBy(session);
    };
    await expect(as('app_reader', unprivileged, world.wallets[0])).rejects.toThrow('row-level security');
  });

  it('an operator of app_admin: sees every row', async () => {
    expect(await as('app_admin', seenBy)).toEqual(await all());
  });

  it('the owner of the tables: has a policy, since FORCE holds for it too', async () => {
    const { rows } = await world.admin.query<{ tablename: string }>(
      `SELECT tablename FROM pg_policies p JOIN pg_class c ON c.relname = p.tablename
       WHERE p.policyname = 'owner_all' AND p.roles = ARRAY[pg_get_userbyid(c.relowner)] AND c.relforcerowsecurity
       ORDER BY 1`,
    );
    expect(rows.map(({ tablename }) => tablename)).toEqual([...TABLES].toSorted());
  });

  it('an analyst: sees the money and no people', async () => {
    expect(await as('analytics_user', seenBy)).toEqual({ ...(await all()), users: 0 });
  });
});

describe('the roles of the guide', () => {
  it('are there, with connection limits and an expiry', async () => {
    const { rows } = await world.admin.query<object>(
      `SELECT rolname, rolcanlogin, rolconnlimit, rolvaliduntil IS NOT NULL AS expires, rolbypassrls FROM pg_roles
       WHERE rolname LIKE 'app\\_%' OR rolname IN ('vendorflow_app', 'analytics_user', 'capture_service')
       ORDER BY rolname`,
    );
    const role = (rolname: string, rolcanlogin: boolean, rolconnlimit: number, more = {}) => ({
      rolname,
      rolcanlogin,
      rolconnlimit,
      expires: false,
      rolbypassrls: false,
      ...more,
    });
    expect(rows).toEqual([
      role('analytics_user', true, 10, { expires: true }),
      role('app_admin', false, -1),
      role('app_reader', false, -1),
      role('app_writer', false, -1),
      role('capture_service', true, -1, { rolbypassrls: true }),
      role('vendorflow_app', true, 50),
    ]);
  });

  it('are made again without harm: the file may run at every start', async () => {
    const roles = await readFile(new URL('../../../../infra/postgres/roles.sql', import.meta.url), 'utf8');
    // Many test processes do so at their start; they take turns by this lock, and so must this one.
    await world.admin.query("SELECT pg_advisory_lock(hashtextextended('vf-testing:roles', 0))");
    await world.admin.query(roles);
    await world.admin.query("SELECT pg_advisory_unlock(hashtextextended('vf-testing:roles', 0))");
  });

  it.each(['DELETE FROM payments', "UPDATE audit_log SET reason = 'x'", "UPDATE api_keys SET scopes = '{admin}'"])(
    'do not let an operator %s',
    async (statement) => {
      await expect(as('app_admin', (client) => client.query(statement))).rejects.toThrow('permission denied');
    },
  );
});

describe('every connection of the service', () => {
  const SETTINGS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
  const READ = `SELECT name, setting::int AS ms FROM pg_settings WHERE name = ANY($1) ORDER BY name`;

  it('waits for nothing for ever', async () => {
    const pool = createPostingPool({ connectionString: world.db.urlFor('payments_service'), slots: 1 });
    const { rows: posting } = await pool.query<{ ms: number }>(READ, [SETTINGS]);
    await pool.end();
    expect(posting.map(({ ms }) => ms)).toEqual([5_000, 3_000, 5_000]);
    const names = sql.join(SETTINGS);
    const { rows: others } = await sql<{ ms: number }>`
      SELECT setting::int AS ms FROM pg_settings WHERE name IN (${names}) ORDER BY name`.execute(service);
    expect(others.map(({ ms }) => ms)).toEqual([5_000, 5_000, 5_000]);
  });
});
