/** A migrated database with a client and wallets, and the posting machinery over it as the service runs it. */
import type { Hundredths } from '@vf/money';
import { clearingAccountOf } from '@vf/contracts';
import type { TestDatabase } from '@vf/testing';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { plainAnswer } from '../domain/decide.fixture.js';
import { keyOf, type Outcome, type PostingRequest } from '../domain/posting.js';
import { BatchPoster, type PostingObserver } from '../use-cases/batch-poster.js';
import { KeysInFlight } from '../use-cases/keys-in-flight.js';
import { PostingQueue } from '../use-cases/posting-queue.js';
import { openDatabase } from './database.js';
import { paymentsDatabase } from './payments-database.fixture.js';
import { postBatch } from './post-batch.js';
import { createPostingPool } from './posting-pool.js';
import { provisionSystemAccounts } from './provision-system-accounts.js';

export interface World {
  readonly db: TestDatabase;
  readonly admin: pg.Client;
  readonly clientId: string;
  /** Wallet ids, in id order, of users of the client. */
  readonly wallets: readonly string[];
  readonly clearing: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Wallets with these balances; the money came from the clearing wallet, as in life. */
export async function createWorld(balances: readonly bigint[]): Promise<World> {
  const db = await paymentsDatabase.create();
  const admin = new pg.Client(db.url);
  await admin.connect();
  const world: World = {
    db,
    admin,
    clientId: uuidv7(),
    wallets: balances.map(() => uuidv7()),
    clearing: clearingAccountOf('mtn_momo').walletId,
    async [Symbol.asyncDispose]() {
      await admin.end();
      await db[Symbol.asyncDispose]();
    },
  };
  try {
    await furnish(world);
    await fund(world, balances);
  } catch (err) {
    await world[Symbol.asyncDispose]();
    throw err;
  }
  return world;
}

async function furnish({ db, admin, clientId, wallets }: World): Promise<void> {
  const payments = openDatabase({ connectionString: db.urlFor('payments_service') });
  await provisionSystemAccounts(payments);
  await payments.destroy();
  await admin.query('INSERT INTO api_clients (id, name) VALUES ($1, $2)', [clientId, 'shop']);
  for (const id of wallets) {
    await admin.query('INSERT INTO users (id, email, client_id) VALUES ($1::uuid, $1::text, $2)', [id, clientId]);
    await admin.query('INSERT INTO wallets (id, user_id) VALUES ($1, $1)', [id]);
  }
}

async function fund(world: World, balances: readonly bigint[]): Promise<void> {
  await using posting = openPosting(world);
  const topUps = balances.flatMap((amount, n) =>
    amount > 0n
      ? [
          ask(world, {
            key: `fund-${n}`,
            origin: 'top_up',
            senderWalletId: world.clearing,
            recipientWalletId: world.wallets[n]!,
            amount: amount as Hundredths,
          }),
        ]
      : [],
  );
  const outcomes = await Promise.all(topUps.map((topUp) => posting.submit(topUp)));
  if (outcomes.some(({ kind }) => kind !== 'posted')) throw new Error('funding failed');
}

let asked = 0;

/** A request of the world's client; by default 1.00 from its first wallet to its second. */
export function ask(world: World, over: Partial<PostingRequest> = {}): PostingRequest {
  asked += 1;
  const paymentId = uuidv7();
  return {
    clientId: world.clientId,
    key: `key-${asked}`,
    fingerprint: 'ab'.repeat(32),
    paymentId,
    reference: `VF-${paymentId}`,
    clientReference: null,
    origin: 'payment',
    senderWalletId: world.wallets[0]!,
    recipientWalletId: world.wallets[1]!,
    amount: 100n as Hundredths,
    currency: 'RWF',
    provider: 'internal',
    metadata: '{"note": "a \\"quoted\\" {brace}, comma \\\\ and snowman \u2603"}',
    requestId: 'req-test',
    ...over,
  };
}

export const silentObserver: PostingObserver = {
  batch() {},
  waited() {},
  outcome() {},
  rerun() {},
  bisected() {},
  isolated() {},
};

export interface OpenPosting {
  submit(request: PostingRequest): Promise<Outcome>;
  /** Posts exactly these as one batch. */
  postTogether(requests: readonly PostingRequest[]): Promise<readonly (Outcome | Error)[]>;
  readonly queue: PostingQueue;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PostingOptions {
  readonly url?: string;
  readonly slots?: number;
  readonly maxBatch?: number;
  readonly maxQueued?: number;
  readonly lockTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly observer?: Partial<PostingObserver>;
}

/** One process's posting: pool, poster, queue. Open two to have two processes. */
export function openPosting(world: Pick<World, 'db'>, options: PostingOptions = {}): OpenPosting {
  const slots = options.slots ?? 2;
  const pool = createPostingPool({
    ...options,
    connectionString: options.url ?? world.db.urlFor('payments_service'),
    slots,
  });
  const observer = { ...silentObserver, ...options.observer };
  const poster = new BatchPoster({
    attempt: (requests, patience) => postBatch(pool, requests, plainAnswer, patience),
    observer,
  });
  const queue = new PostingQueue({ ...options, slots, post: (requests) => poster.post(requests), observer });
  const keys = new KeysInFlight();
  return {
    queue,
    submit: (request) => keys.run(keyOf(request), () => queue.submit(request)),
    postTogether: async (requests) =>
      (await poster.post(requests)).map((posted) => (posted.ok ? posted.outcome : posted.error)),
    async [Symbol.asyncDispose]() {
      await queue.drain();
      await pool.end();
    },
  };
}

/** Every invariant that the stored state must meet, as a list of what is wrong. */
export async function faultsOf(world: World): Promise<string[]> {
  const { rows } = await world.admin.query<{ fault: string }>(`
    SELECT 'money made or lost: ' || sum(balance) AS fault FROM wallets HAVING sum(balance) <> 0
    UNION ALL
    SELECT 'wallet is not its last entry: ' || w.id FROM wallets w
      LEFT JOIN LATERAL (SELECT * FROM ledger WHERE wallet_id = w.id ORDER BY wallet_seq DESC LIMIT 1) l ON true
      WHERE (w.balance, w.ledger_seq) IS DISTINCT FROM (coalesce(l.balance_after, 0), coalesce(l.wallet_seq, 0))
    UNION ALL
    SELECT 'broken chain: ' || id FROM (
      SELECT id, wallet_seq, balance_before, created_at,
        row_number() OVER own AS n, lag(balance_after, 1, 0.00) OVER own AS last, lag(created_at) OVER own AS last_at
      FROM ledger WINDOW own AS (PARTITION BY wallet_id ORDER BY wallet_seq)) chain
      WHERE wallet_seq <> n OR balance_before <> last OR created_at <= last_at
    UNION ALL
    SELECT 'wrong entries of ' || p.status || ' payment: ' || p.id FROM payments p
      LEFT JOIN ledger l ON l.payment_id = p.id GROUP BY p.id
      HAVING count(l.id) <> CASE WHEN p.status = 'success' THEN 2 ELSE 0 END
        OR coalesce(sum(l.balance_after - l.balance_before), 0) <> 0
    UNION ALL
    SELECT 'payment without its key: ' || p.id FROM payments p
      WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.payment_id = p.id)`);
  return rows.map(({ fault }) => fault);
}
