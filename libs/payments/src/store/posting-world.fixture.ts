/** A migrated database with a client and wallets, and the posting machinery over it as the service runs it. */
import type { Hundredths } from '@vf/money';
import { clearingAccountOf, platformWalletIds } from '@vf/contracts';
import type { TestDatabase } from '@vf/testing';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { plainAnswer } from '../domain/decide.fixture.js';
import { isKeyed, keyOfOperation, type Operation, type PostingRequest } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
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
    op: 'pay',
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
  submit(operation: Operation): Promise<Outcome>;
  /** Posts exactly these as one batch. */
  postTogether(operations: readonly Operation[]): Promise<readonly (Outcome | Error)[]>;
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

const [feeWalletId = ''] = platformWalletIds;

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
    attempt: (requests, patience) => postBatch(pool, requests, { writeAnswer: plainAnswer, feeWalletId, patience }),
    observer,
  });
  const queue = new PostingQueue({ ...options, posters: Array.from({ length: slots }, () => poster), observer });
  const keys = new KeysInFlight();
  return {
    queue,
    submit: (asked) =>
      isKeyed(asked) ? keys.run(keyOfOperation(asked), () => queue.submit(asked)) : queue.submit(asked),
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
      HAVING (count(l.id) > 1) <> (p.status IN ('success', 'refunded')) OR (count(l.id) = 1)
        OR coalesce(sum(l.balance_after - l.balance_before), 0) <> 0
        OR coalesce(sum(l.amount) FILTER (WHERE l.type = 'fee'), 0) <> p.fee
        OR coalesce(sum(l.balance_before - l.balance_after) FILTER (WHERE l.type = 'debit'), 0)
          <> CASE WHEN count(l.id) = 0 THEN 0 WHEN p.fee_bearer = 'sender' THEN p.amount + p.fee ELSE p.amount END
    UNION ALL
    SELECT 'held is not the sum of open holds: ' || w.id FROM wallets w
      LEFT JOIN holds h ON h.wallet_id = w.id AND h.state = 'open' GROUP BY w.id
      HAVING w.held <> coalesce(sum(h.held_amount), 0)
    UNION ALL
    SELECT 'hold and payment disagree: ' || p.id FROM holds h JOIN payments p ON p.id = h.payment_id
      WHERE (h.state = 'open') <> (p.status IN ('pending', 'processing'))
        OR (h.state = 'captured') <> (p.status IN ('success', 'refunded'))
        OR (h.state = 'captured' AND h.captured_amount <> p.amount)
    UNION ALL
    SELECT 'refunds are not what the payment says: ' || p.id FROM payments p
      LEFT JOIN refunds r ON r.payment_id = p.id AND r.status = 'success' GROUP BY p.id
      HAVING p.refunded_amount <> coalesce(sum(r.amount), 0) OR p.fee_refunded <> coalesce(sum(r.fee_returned), 0)
        OR (p.status = 'refunded') <> (p.refunded_amount = p.amount) OR (p.status = 'refunded' AND p.fee_refunded <> p.fee)
    UNION ALL
    SELECT 'legs do not sum up: ' || c.id FROM checkouts c JOIN payments p ON p.checkout_id = c.id
      GROUP BY c.id HAVING sum(p.amount) <> c.amount OR sum(p.fee) <> c.fee
        OR bool_or((p.status = 'failed') <> (c.status = 'failed'))
    UNION ALL
    SELECT 'payment without its key: ' || p.id FROM payments p
      WHERE NOT EXISTS (SELECT FROM idempotency_keys k WHERE k.payment_id = p.id OR k.made_id = p.checkout_id)`);
  return rows.map(({ fault }) => fault);
}

/** An outcome without its times. */
export function summaryOf(outcome: Outcome): string {
  if ('answer' in outcome) return `${outcome.kind} ${outcome.answer.body}`;
  if (outcome.kind === 'key_reused') return `${outcome.kind} ${outcome.paymentId}`;
  return outcome.kind === 'rejected' ? `${outcome.kind} ${outcome.rejection.code}` : outcome.kind;
}

/** Posts in batches of these sizes, repeated as needed; the summaries of what became of each. */
export async function postInCuts(world: World, requests: readonly Operation[], cuts: readonly number[]) {
  await using posting = openPosting(world);
  const kinds: string[] = [];
  for (let from = 0, turn = 0; from < requests.length; turn += 1) {
    const size = cuts[turn % cuts.length]!;
    const outcomes = await posting.postTogether(requests.slice(from, from + size));
    kinds.push(...outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : summaryOf(outcome))));
    from += size;
  }
  return kinds;
}
