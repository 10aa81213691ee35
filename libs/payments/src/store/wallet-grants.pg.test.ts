import type { Hundredths } from '@vf/money';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR } from '../domain/audit.js';
import { openDatabase, type PaymentsDatabase } from './database.js';
import { ask, createWorld, faultsOf, openPosting, type World } from './posting-world.fixture.js';
import { createGrant, findGrant, revokeGrant } from './wallet-grants.js';

let world: World;
let db: PaymentsDatabase;
let guest: string;
let ours: string;

beforeEach(async () => {
  world = await createWorld([100_000n]);
  db = openDatabase({ connectionString: world.db.urlFor('payments_service'), maxConnections: 2 });
  guest = uuidv7();
  ours = uuidv7();
  await world.admin.query("INSERT INTO api_clients (id, name) VALUES ($1, 'guest')", [guest]);
  await world.admin.query('INSERT INTO users (id, email, client_id) VALUES ($1::uuid, $1::text, $2)', [ours, guest]);
  await world.admin.query('INSERT INTO wallets (id, user_id) VALUES ($1, $1)', [ours]);
});
afterEach(async () => {
  await db.destroy();
  await world[Symbol.asyncDispose]();
});

const give = async (totalLimit: bigint | null = null) => {
  const given = await createGrant(db, {
    walletId: world.wallets[0]!,
    grantorClientId: world.clientId,
    granteeClientId: guest,
    totalLimit,
    paymentLimit: null,
    expiresAt: null,
    reason: 'test',
    actor: OPERATOR,
  });
  if (!('grant' in given)) throw new Error(given.refused);
  return given.grant;
};
const pay = (amount: bigint) => ask(world, { clientId: guest, recipientWalletId: ours, amount: amount as Hundredths });

describe('a grant, under the lock of its wallet', () => {
  it('is counted to the franc by two processes at once, each in batches', async () => {
    const { id } = await give(50n);
    await using one = openPosting(world);
    await using two = openPosting(world);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? one : two).submit(pay(500n))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'posted')).toHaveLength(10);
    expect(outcomes.filter(({ kind }) => kind === 'failed')).toHaveLength(30);
    expect(await findGrant(db, guest, id)).toMatchObject({ used: 5_000n });
    expect(await faultsOf(world)).toEqual([]);
  });

  it('covers nothing that is posted after its end was committed', async () => {
    const { id } = await give();
    await using posting = openPosting(world);
    const before = Promise.all(Array.from({ length: 50 }, () => posting.submit(pay(100n))));
    const ended = await revokeGrant(db, { id, grantorClientId: world.clientId, reason: 'over', actor: OPERATOR });
    const after = await posting.submit(pay(100n));
    expect(after).toMatchObject({ kind: 'rejected', rejection: { code: 'wallet_not_found' } });
    await before;
    const { rows } = await world.admin.query<{ late: number; used: string }>(
      `SELECT count(*) FILTER (WHERE p.created_at > g.revoked_at)::int AS late, sum(p.amount)::numeric(15, 2) AS paid,
         min(g.used) AS used FROM wallet_grants g LEFT JOIN payments p ON p.client_id = g.grantee_client_id AND p.status = 'success'`,
    );
    expect(rows[0]).toMatchObject({ late: 0 });
    expect(ended).toMatchObject({ state: 'revoked' });
    expect(rows[0]).toHaveProperty('used', (rows[0] as unknown as { paid: string | null }).paid ?? '0.00');
  });

  it('waits for a payment that is on its way, and the payment for it', async () => {
    const { id } = await give();
    await using posting = openPosting(world);
    await world.admin.query('BEGIN');
    await world.admin.query('SELECT FROM wallets WHERE id = $1 FOR NO KEY UPDATE', [world.wallets[0]]);
    await world.admin.query('UPDATE wallet_grants SET revoked_at = clock_timestamp() WHERE id = $1', [id]);
    const waiting = posting.submit(pay(100n));
    await world.admin.query('COMMIT');
    expect(await waiting).toMatchObject({ kind: 'rejected' });
  });
});
