import { codeOf, dataOf, twoClients } from './access.fixture.js';
import { clientScopes, RunningService } from './running-service.fixture.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('lists', () => {
  /** Everything, page by page in one direction. */
  async function walk(path: string, key: string, limit: number): Promise<string[]> {
    const ids: string[] = [];
    for (let after = ''; ;) {
      const answer = await service.ask(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`, { key });
      expect(answer.status).toBe(200);
      ids.push(...dataOf(answer).map(({ id }) => String(id)));
      if (answer.body['has_more'] !== true) return ids;
      after = `&starting_after=${ids.at(-1)!}`;
    }
  }

  it('show payments newest first, page by page, forwards and back', async () => {
    const key = await service.newKey('lister', clientScopes);
    const [from, to] = [await service.wallet(10_000, key), await service.wallet(0, key)];
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const { body } = await service.pay(from, to, { amount: 100 + n, client_reference: `o-${n}` }, { key });
      made.unshift(String(body['id']));
    }
    const failed = await service.pay(to, from, { amount: 9_999, client_reference: 'o-x' }, { key });
    const all = await walk('/v1/payments', key, 3);
    expect(all.slice(0, 8)).toEqual([failed.body['payment_id'], ...made]);
    expect(all).toHaveLength(9);
    const first = await service.ask('/v1/payments', { key });
    expect(first.body).toMatchObject({ object: 'list', has_more: false, url: '/v1/payments' });
    const back = await service.ask(`/v1/payments?limit=2&ending_before=${made[3]!}`, { key });
    expect(dataOf(back).map(({ id }) => id)).toEqual([made[1], made[2]]);
    expect(back.body['has_more']).toBe(true);
    const ids = async (query: string) =>
      dataOf(await service.ask(`/v1/payments?${query}`, { key })).map(({ id }) => id);
    expect(await ids('status=failed')).toEqual([failed.body['payment_id']]);
    expect(await ids('client_reference=o-3')).toEqual([made[3]]);
    expect(await ids('client_reference=o-x')).toEqual([failed.body['payment_id']]);
    expect(await ids('provider=mtn_momo')).toHaveLength(1);
    expect(await ids(`wallet=${to}&status=success`)).toEqual(made);
    expect(await ids(`wallet=${from}&provider=internal&client_reference=o-1`)).toEqual([made[5]]);
    const at = String((await service.ask(`/v1/payments/${made[2]!}`, { key })).body['created_at']);
    expect(await ids(`created_from=${at}`)).toEqual([failed.body['payment_id'], ...made.slice(0, 3)]);
    expect(await ids(`created_to=${at}&status=success&provider=internal`)).toEqual(made.slice(3));
  });

  it('show nothing of other clients, also where a cursor names it', async () => {
    const other = await service.newKey('nosy', clientScopes);
    const theirs = await service.wallet(500);
    const payment = dataOf(await service.ask(`/v1/payments?wallet=${theirs}`))[0]!['id'] as string;
    expect(dataOf(await service.ask('/v1/payments', { key: other }))).toEqual([]);
    expect(codeOf(await service.ask(`/v1/payments?wallet=${theirs}`, { key: other }))).toEqual([
      404,
      'wallet_not_found',
    ]);
    expect(await service.ask(`/v1/payments?starting_after=${payment}`, { key: other })).toMatchObject({
      status: 422,
      body: { code: 'cursor_not_found', param: 'starting_after' },
    });
    expect(codeOf(await service.ask(`/v1/wallets/${theirs}/entries`, { key: other }))).toEqual([
      404,
      'wallet_not_found',
    ]);
    expect(codeOf(await service.ask(`/v1/wallets/${theirs}/balance`, { key: other }))).toEqual([
      404,
      'wallet_not_found',
    ]);
    expect(dataOf(await service.ask('/v1/users', { key: other }))).toEqual([]);
  });

  it('expand what is the client’s, and nothing else', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients(service, 1_000);
    const grant = { wallet_id: theirs, client_id: guestId, reason: 'r' };
    await service.ask('/v1/grants', { key: owner, body: grant });
    const paid = await service.pay(theirs, ours, {}, { key: guest });
    const query = 'expand[]=sender_wallet&expand[]=recipient_wallet&expand[]=ledger_entries';
    const seen = (key: string) => service.ask(`/v1/payments/${String(paid.body['id'])}?${query}`, { key });
    expect((await seen(guest)).body).toMatchObject({
      sender_wallet: null,
      recipient_wallet: { object: 'wallet', id: ours, balance: 100 },
      ledger_entries: [{ object: 'ledger_entry', wallet_id: ours, amount: 100, balance_after: 100, seq: 1 }],
    });
    expect((await seen(owner)).body).toMatchObject({
      sender_wallet: { id: theirs, balance: 900 },
      recipient_wallet: null,
      ledger_entries: [{ wallet_id: theirs, amount: -100, type: 'debit' }],
    });
    const listed = await service.ask('/v1/payments?expand[]=recipient_wallet', { key: guest });
    expect(dataOf(listed)[0]).toMatchObject({ recipient_wallet: { id: ours } });
    expect(dataOf(listed)[0]).not.toHaveProperty('sender_wallet');
    // A payment that the guest made is in the owner's list of that wallet.
    const ofWallet = dataOf(await service.ask(`/v1/payments?wallet=${theirs}`, { key: owner }));
    expect(ofWallet[0]).toMatchObject({ id: paid.body['id'] });
  });

  it('tell a wallet’s history, and its balance at any moment', async () => {
    const [wallet, other] = [await service.wallet(1_000), await service.wallet(0)];
    for (const amount of [100, 200, 300]) await service.pay(wallet, other, { amount });
    const entries = dataOf(await service.ask(`/v1/wallets/${wallet}/entries`));
    expect(entries.map(({ amount, balance_after, seq }) => [amount, balance_after, seq])).toEqual([
      [-300, 400, 4],
      [-200, 700, 3],
      [-100, 900, 2],
      [1_000, 1_000, 1],
    ]);
    expect(await walk(`/v1/wallets/${wallet}/entries`, service.key, 1)).toEqual(entries.map(({ id }) => id));
    const at = async (time: string) => (await service.ask(`/v1/wallets/${wallet}/balance?at=${time}`)).body;
    for (const { created_at: time, balance_after: balance, seq } of entries) {
      expect(await at(String(time))).toMatchObject({ balance, seq });
    }
    expect(await at('2026-01-01T00:00:00Z')).toMatchObject({ balance: 0, seq: 0 });
    expect((await service.ask(`/v1/wallets/${wallet}/balance`)).body).toMatchObject({
      object: 'wallet_balance',
      balance: 400,
      balance_decimal: '400.00',
    });
  });

  it('find users by what is known of them', async () => {
    const key = await service.newKey('registrar', clientScopes);
    const emails = ['a@list.rw', 'b@list.rw', 'c@list.rw'];
    for (const email of emails) {
      await service.ask('/v1/users', { key, body: { email, role: email.startsWith('b') ? 'vendor' : 'customer' } });
    }
    const ofQuery = async (query: string) =>
      dataOf(await service.ask(`/v1/users${query}`, { key })).map(({ email }) => email);
    expect(await ofQuery('')).toEqual(emails.toReversed());
    expect(await ofQuery('?role=vendor')).toEqual(['b@list.rw']);
    expect(await ofQuery('?email=C@list.rw')).toEqual(['c@list.rw']);
    expect(await ofQuery('?kyc_status=verified')).toEqual([]);
    expect(await walk('/v1/users', key, 2)).toHaveLength(3);
  });

  it.each<[string, string, [number, string, string]]>([
    ['a limit of none', '/v1/payments?limit=0', [422, 'field_invalid', 'limit']],
    ['a limit beyond the largest', '/v1/users?limit=101', [422, 'field_invalid', 'limit']],
    ['both cursors', '/v1/payments?starting_after=a&ending_before=b', [422, 'field_invalid', 'ending_before']],
    [
      'a cursor of another kind',
      `/v1/payments?starting_after=usr_${'a'.repeat(32)}`,
      [422, 'cursor_not_found', 'starting_after'],
    ],
    ['a filter that is none', '/v1/payments?state=open', [422, 'field_unknown', 'state']],
    ['a status that is none', '/v1/payments?status=open', [422, 'field_invalid', 'status']],
    ['a time that is none', '/v1/payments?created_from=0000-01-01T00:00:00Z', [422, 'field_invalid', 'created_from']],
    ['a time without its zone', '/v1/payments?created_to=2026-01-01T00:00:00', [422, 'field_invalid', 'created_to']],
    ['an expansion that is none', '/v1/payments?expand[]=everything', [422, 'field_invalid', 'expand[].0']],
    ['NUL in a filter', '/v1/payments?client_reference=%00', [422, 'field_invalid', 'client_reference']],
    ['one field twice', '/v1/payments?status=failed&status=success', [422, 'field_invalid', 'status']],
  ])('refuse %s', async (_what, path, [status, code, param]) => {
    expect(await service.ask(path)).toMatchObject({ status, body: { code, param } });
  });

  it('refuse a moment that is not over, and a cursor from another wallet', async () => {
    const [wallet, other] = [await service.wallet(100), await service.wallet(100)];
    const future = await service.ask(`/v1/wallets/${wallet}/balance?at=2999-01-01T00:00:00Z`);
    expect(future).toMatchObject({ status: 422, body: { code: 'field_invalid', param: 'at' } });
    const foreign = dataOf(await service.ask(`/v1/wallets/${other}/entries`))[0]!['id'] as string;
    const answer = await service.ask(`/v1/wallets/${wallet}/entries?starting_after=${foreign}`);
    expect(codeOf(answer)).toEqual([422, 'cursor_not_found']);
  });
});
