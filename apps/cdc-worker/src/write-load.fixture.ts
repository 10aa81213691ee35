/** Transfers between wallets, as the payments service commits them: the sum of all balances never changes. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export const WALLETS = 8;
export const OPENING_BALANCE = 1_000_000;

export interface WriteLoad {
  /** Ends it; gives the number of row changes that were committed. */
  stop(): Promise<number>;
}

/** Keeps the backlog of a worker that dies again and again within what a test can read back in its time. */
const BETWEEN_TRANSACTIONS_MS = 4;
const CHANGES_PER_TRANSFER = 5;
const BULK_ROWS = 20;
/** One transaction in so many is a bulk one. */
const BULK_EVERY = 10;

export async function openWallets(client: pg.Client): Promise<string[]> {
  const ids = Array.from({ length: WALLETS }, () => randomUUID());
  await client.query('INSERT INTO wallets SELECT unnest($1::uuid[]), $2', [ids, OPENING_BALANCE]);
  return ids;
}

/** Writers that commit one transaction after the other until stopped. */
export function startLoad(url: string, wallets: readonly string[], writers: number): WriteLoad {
  let stopping = false;
  const write = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    let changes = 0;
    try {
      while (!stopping) {
        changes += randomInt(BULK_EVERY) === 0 ? await bulk(client) : await transfer(client, wallets);
        await sleep(BETWEEN_TRANSACTIONS_MS);
      }
    } finally {
      await client.end();
    }
    return changes;
  };
  const running = Promise.all(Array.from({ length: writers }, write));
  return {
    stop: async () => {
      stopping = true;
      return (await running).reduce((sum, changes) => sum + changes, 0);
    },
  };
}

async function transfer(client: pg.Client, wallets: readonly string[]): Promise<number> {
  const from = randomInt(wallets.length);
  const to = (from + 1 + randomInt(wallets.length - 1)) % wallets.length;
  const [sender = '', recipient = ''] = [wallets[from], wallets[to]];
  const amount = randomInt(1, 100);
  await client.query('BEGIN');
  // Locked in one order, or two transfers would wait for each other.
  await client.query('SELECT FROM wallets WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [[sender, recipient]]);
  await client.query('UPDATE wallets SET balance = balance - $2 WHERE id = $1', [sender, amount]);
  await client.query('UPDATE wallets SET balance = balance + $2 WHERE id = $1', [recipient, amount]);
  await client.query('INSERT INTO payments (id, sender_id, amount) VALUES ($1, $2, $3)', [
    randomUUID(),
    sender,
    amount,
  ]);
  await client.query('INSERT INTO ledger (wallet_id, amount) VALUES ($1, $3), ($2, $3)', [sender, recipient, amount]);
  await client.query('COMMIT');
  return CHANGES_PER_TRANSFER;
}

/** Rows that come, change their key, and go, in one transaction. */
async function bulk(client: pg.Client): Promise<number> {
  const sender = randomUUID();
  await client.query('BEGIN');
  await client.query('INSERT INTO payments SELECT gen_random_uuid(), $1, n FROM generate_series(1, $2) n', [
    sender,
    BULK_ROWS,
  ]);
  await client.query('UPDATE payments SET id = gen_random_uuid() WHERE sender_id = $1', [sender]);
  await client.query('DELETE FROM payments WHERE sender_id = $1 AND amount <= 10', [sender]);
  await client.query('COMMIT');
  return BULK_ROWS * 2 + BULK_ROWS / 2;
}
