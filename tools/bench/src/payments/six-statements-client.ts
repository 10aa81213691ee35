/** The six statements by a client in Node, where pgbench is not installed: the same texts, prepared, a round trip each. */
import { randomInt } from 'node:crypto';
import pg from 'pg';
import type { SixStatementsRun } from './six-statements.js';
import { hexOf, USERS } from './payments-world.js';

const DEADLOCK = '40P01';

const DEBIT = `UPDATE wallets SET balance = balance - 100, ledger_seq = ledger_seq + 1, updated_at = now()
  WHERE user_id = $1::uuid AND balance - held >= 100 AND currency = 'RWF' AND NOT is_frozen
  RETURNING id, balance, ledger_seq`;
const CREDIT = `UPDATE wallets SET balance = balance + 100, ledger_seq = ledger_seq + 1, updated_at = now()
  WHERE user_id = $1::uuid AND currency = 'RWF' RETURNING id, balance, ledger_seq`;
const PAYMENT = `INSERT INTO payments (reference, sender_id, recipient_id, amount, provider, status, metadata)
  VALUES (gen_random_uuid()::text, $1::uuid, $2::uuid, 100, 'mtn_momo', 'success', '{"order": "abc"}') RETURNING id`;
const ENTRIES = `INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
  VALUES ($1::uuid, $2::uuid, 'debit', 100, $3::numeric + 100, $3::numeric, $4::bigint),
    ($1::uuid, $5::uuid, 'credit', 100, $6::numeric - 100, $6::numeric, $7::bigint)`;

interface Moved {
  readonly id: string;
  readonly balance: string;
  readonly ledger_seq: string;
}

/** Committed payments per second. */
export async function runSixStatementsInNode(
  options: SixStatementsRun & { readonly clients: number },
): Promise<number> {
  const untilMs = performance.now() + options.seconds * 1_000;
  const counts = await Promise.all(Array.from({ length: options.clients }, () => payUntil(untilMs, options)));
  return counts.reduce((sum, count) => sum + count, 0) / options.seconds;
}

async function payUntil(untilMs: number, { databaseUrl, hot }: SixStatementsRun): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let paid = 0;
  try {
    while (performance.now() < untilMs) {
      const sender = randomInt(2, USERS + 1);
      const drawn = randomInt(1, USERS + 1);
      const recipient = hot || drawn === sender ? 1 : drawn;
      paid += await pay(client, hexOf(sender), hexOf(recipient));
    }
  } finally {
    await client.end();
  }
  return paid;
}

/** 1 when it was committed, 0 when it met another one in a deadlock. */
async function pay(client: pg.Client, sender: string, recipient: string): Promise<number> {
  const ask = async (name: string, text: string, values: unknown[]) =>
    (await client.query({ name, text, values })).rows[0] as Moved;
  try {
    await client.query('BEGIN');
    const debit = await ask('debit', DEBIT, [sender]);
    const credit = await ask('credit', CREDIT, [recipient]);
    const payment = await ask('payment', PAYMENT, [sender, recipient]);
    const moved = [debit.id, debit.balance, debit.ledger_seq, credit.id, credit.balance, credit.ledger_seq];
    await ask('entries', ENTRIES, [payment.id, ...moved]);
    await client.query('COMMIT');
    return 1;
  } catch (err) {
    await client.query('ROLLBACK');
    if (err instanceof pg.DatabaseError && err.code === DEADLOCK) return 0;
    throw err;
  }
}
