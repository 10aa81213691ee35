import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { balanceAnswer, problem, statementAnswer, trialBalanceAnswer, type StatementAnswer } from '@vf/contracts';
import { wireId } from '@vf/money';
import { eventually } from '@vf/testing';
import { startProjectionApp, type ProjectionApp, type SourceWallet } from './projection-app.fixture.js';

let app: ProjectionApp;

beforeAll(async () => {
  app = await startProjectionApp();
}, 30_000);
afterAll(async () => {
  await app[Symbol.asyncDispose]();
});

const balance = async (wallet: SourceWallet) =>
  balanceAnswer.parse((await app.get(`/v1/balances/${wireId('wal', wallet.id)}`)).body);
const statement = async (wallet: SourceWallet, query = '') =>
  statementAnswer.parse((await app.get(`/v1/statements/${wireId('wal', wallet.id)}${query}`)).body);
const trialBalance = async () => trialBalanceAnswer.parse((await app.get('/v1/trial-balance')).body);

const reached = (lsn: string) =>
  eventually(async () => {
    const answer = await trialBalance();
    expect(answer.as_of.lsn).toBe(lsn);
    return answer;
  });

describe('the ledger projection', () => {
  let clearing: SourceWallet;
  let customer: SourceWallet;
  let vendor: SourceWallet;

  it('answers 503 until it has a whole state of the source, and stays there while a partition lags', async () => {
    clearing = await app.source.wallet(0, 'clearing');
    customer = await app.source.wallet(1);
    vendor = await app.source.wallet(0);
    const empty = await app.get('/v1/trial-balance');
    expect(problem.parse(empty.body)).toMatchObject({ status: 503, code: 'read_model_empty', retryable: true });
    expect(empty.headers.get('retry-after')).toBe('1');

    const topUp = app.source.pay(clearing, customer, 100_000n);
    await app.source.send([topUp.payment, topUp.debit, topUp.credit]);
    const first = await app.source.mark();
    await reached(first);

    const payment = app.source.pay(customer, vendor, 30_000n);
    await app.source.send([payment.payment, payment.credit]);
    const second = await app.source.mark();
    // The credit and the mark are here, the debit is still under way: the payment cannot be told yet.
    await eventually(async () => expect(await app.marksTaken()).toBe(2));
    expect(await balance(vendor)).toMatchObject({ balance: 0, entries: 0, as_of: { lsn: first } });
    expect(await balance(customer)).toMatchObject({
      balance: 100_000,
      balance_decimal: '100000.00',
      state: 'complete',
    });
    expect((await trialBalance()).totals).toEqual([
      expect.objectContaining({ currency: 'RWF', debits: 100_000, credits: 100_000, difference: 0, wallets: 3 }),
    ]);

    await app.source.send([payment.debit]);
    await reached(second);
    expect(await balance(vendor)).toMatchObject({ balance: 30_000, as_of: { epoch: 1, lsn: second } });
    expect(await balance(customer)).toMatchObject({ balance: 70_000, entries: 2 });
    expect(await balance(clearing)).toMatchObject({ balance: -100_000, kind: 'clearing' });
  }, 30_000);

  it('gives a statement with the balances around it, whole or by pages and days', async () => {
    for (const francs of [1_000n, 2_000n, 3_000n]) {
      const { payment, debit, credit } = app.source.pay(customer, vendor, francs);
      await app.source.send([payment, debit, credit]);
    }
    await reached(await app.source.mark());
    const all = await statement(customer);
    expect(all).toMatchObject({ opening_balance: 0, closing_balance: 64_000, has_more: false, state: 'complete' });
    expect(all.data.map((entry) => entry.amount)).toEqual([100_000, -30_000, -1_000, -2_000, -3_000]);
    expect(all.data[1]).toMatchObject({
      seq: 2,
      type: 'debit',
      amount_decimal: '-30000.00',
      balance_after: 70_000,
      payment: { status: 'success', counterparty_id: wireId('usr', vendor.userId) },
    });

    const seen: StatementAnswer['data'] = [];
    let page = await statement(customer, '?limit=2');
    const { as_of: asOf } = page;
    // A commit between two pages is not in the later ones.
    const { payment, debit, credit } = app.source.pay(customer, vendor, 500n);
    await app.source.send([payment, debit, credit]);
    await reached(await app.source.mark());
    for (let pages = 0; pages < 5; pages += 1) {
      seen.push(...page.data);
      expect(page).toMatchObject({ as_of: asOf, closing_balance: 64_000 });
      if (page.next_cursor === null) break;
      page = await statement(customer, `?limit=2&cursor=${page.next_cursor}`);
    }
    expect(seen).toEqual(all.data);

    const [, second, third] = all.data;
    const day = await statement(customer, `?from=${second!.created_at}&to=${third!.created_at}`);
    expect(day).toMatchObject({ opening_balance: 100_000, closing_balance: 70_000 });
    expect(day.data).toEqual([second]);
  }, 30_000);

  it('lists balances of one state, in order of wallet id', async () => {
    const first = await app.get('/v1/balances?limit=2');
    const page = first.body as { data: { wallet_id: string }[]; next_cursor: string; as_of: object };
    const rest = (await app.get(`/v1/balances?limit=2&cursor=${page.next_cursor}`)).body as typeof page;
    expect(rest.as_of).toEqual(page.as_of);
    const ids = [...page.data, ...rest.data].map((item) => item.wallet_id);
    expect(ids).toEqual([clearing, customer, vendor].map((wallet) => wireId('wal', wallet.id)).sort());
  });

  it('shows a wallet with a missing entry as incomplete, leaves it out of the totals and names it', async () => {
    const lost = app.source.pay(customer, vendor, 700n);
    const broken = { ...lost.debit, value: { ...lost.debit.value, after: { id: 'not a number' } } };
    await app.source.send([lost.payment, broken, lost.credit]);
    const next = app.source.pay(customer, vendor, 800n);
    await app.source.send([next.payment, next.debit, next.credit]);
    const answer = await reached(await app.source.mark());
    expect(answer.incomplete).toEqual([wireId('wal', customer.id)]);
    expect(answer.totals[0]).toMatchObject({ wallets: 2, difference: 100_000 - 38_000 });
    expect(await balance(customer)).toMatchObject({ state: 'incomplete', balance: null, balance_decimal: null });
    expect(await balance(vendor)).toMatchObject({ state: 'complete', balance: 38_000 });
    expect((await statement(customer)).state).toBe('incomplete');
  }, 30_000);

  it.each([
    ['/v1/balances', '', 401, 'credentials_missing'],
    ['/v1/balances/wal_00000000000000000000000000000000', undefined, 404, 'wallet_not_found'],
    ['/v1/statements/wal_1', undefined, 404, 'wallet_not_found'],
    ['/v1/balances?limit=101', undefined, 422, 'field_invalid'],
    ['/v1/balances?currency=RWF', undefined, 422, 'field_unknown'],
    ['/v1/statements/wal_00000000000000000000000000000000?from=yesterday', undefined, 422, 'field_invalid'],
    ['/v1/trial-balance?at=now', undefined, 422, 'field_unknown'],
    ['/v1/ledger', undefined, 404, 'route_not_found'],
  ])('answers %s to "%s" with %d %s', async (path, token, status, code) => {
    const answer = await app.get(path, token);
    expect(problem.parse(answer.body)).toMatchObject({ status, code, instance: answer.headers.get('request-id') });
    expect(answer.status).toBe(status);
  });

  it('refuses a cursor of a state that it does not have yet', async () => {
    const position = { epoch: 9, lsn: '1', at: '0', id: '0198c2f0-0000-7000-8000-000000000001' };
    const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
    const answer = await app.get(`/v1/balances?cursor=${cursor}`);
    expect(problem.parse(answer.body)).toMatchObject({ status: 409, code: 'position_not_reached' });
  });

  it.each(['/v1/balances', '/%761/balances', '/v1/trial-balance', '/v1/%74rial-balance'])(
    'hides %s without a token',
    async (path) => {
      expect(problem.parse((await app.get(path, '')).body)).toMatchObject({ code: 'credentials_missing' });
    },
  );

  it('describes itself without a token', async () => {
    expect((await app.get('/openapi.json', '')).body).toMatchObject({ paths: { '/v1/trial-balance': { get: {} } } });
  });
});
