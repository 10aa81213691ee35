import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { balanceOracle, changesCommitted, trialBalanceOracle } from './ledger-oracle.js';
import { insertPayments, insertUser, openSourceDatabase, type SourceDatabase } from './source-database.fixture.js';

let source: SourceDatabase;

beforeAll(async () => {
  source = await openSourceDatabase();
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
});

async function insertWallet(userId: string, balance: string): Promise<string> {
  const { rows } = await source.client.query<{ id: string }>(
    'INSERT INTO wallets (user_id, balance, updated_at) VALUES ($1, $2, now()) RETURNING id',
    [userId, balance],
  );
  return rows[0]!.id;
}

async function insertEntry(paymentId: string, walletId: string, before: string, after: string) {
  await source.client.query(
    `INSERT INTO ledger (payment_id, wallet_id, type, amount, balance_before, balance_after, wallet_seq)
     VALUES ($1, $2, 'debit', abs($4::numeric - $3::numeric), $3, $4,
       1 + (SELECT count(*) FROM ledger WHERE wallet_id = $2))`,
    [paymentId, walletId, before, after],
  );
}

describe('the ledger oracles', () => {
  it('sum the ledger per wallet and per currency, and count what was committed', async () => {
    const [payer, payee] = [await insertUser(source.client), await insertUser(source.client)];
    const [from, to] = [await insertWallet(payer, '60.50'), await insertWallet(payee, '39.50')];
    const paymentId = randomUUID();
    await insertPayments(source.client, payee, [
      { id: paymentId, senderId: payer, amount: '39.50', currency: 'RWF', status: 'success', createdAtUs: 0n },
    ]);
    await insertEntry(paymentId, from, '0.00', '100.00');
    await insertEntry(paymentId, from, '100.00', '60.50');
    await insertEntry(paymentId, to, '0.00', '39.50');
    await source.client.query("UPDATE payments SET status = 'refunded'");

    const byWallet = new Map((await balanceOracle(source.client)).map((balance) => [balance.walletId, balance]));
    expect(byWallet.get(from)).toMatchObject({ balance: 6_050n, entriesSum: 6_050n, entries: 2 });
    expect(byWallet.get(to)).toMatchObject({ balance: 3_950n, entriesSum: 3_950n, entries: 1 });
    expect(await trialBalanceOracle(source.client)).toEqual([{ currency: 'RWF', debits: 3_950n, credits: 13_950n }]);
    expect(await changesCommitted(source.client)).toEqual({ payments: 2n, wallets: 2n, ledger: 3n });
  });

  it('show a wallet whose balance is not what its entries come to', async () => {
    const walletId = await insertWallet(await insertUser(source.client), '5.00');
    const found = (await balanceOracle(source.client)).find((balance) => balance.walletId === walletId);
    expect(found).toMatchObject({ balance: 500n, entriesSum: 0n, entries: 0 });
  });
});
