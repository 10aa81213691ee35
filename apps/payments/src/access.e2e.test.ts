import { ownScopes } from '@vf/payments';
import { RunningService, type Answer } from './running-service.fixture.js';

let service: RunningService;
let platform: string;

beforeAll(async () => {
  service = await RunningService.start();
  platform = await service.newKey('the platform');
});
afterAll(() => service[Symbol.asyncDispose]());

const clientIdOf = async (name: string) => {
  const { rows } = await service.admin.query<{ id: string }>('SELECT id FROM api_clients WHERE name = $1', [name]);
  return `cli_${rows[0]!.id.replaceAll('-', '')}`;
};
const userOf = async (wallet: string, key = service.key) =>
  String((await service.ask(`/v1/wallets/${wallet}`, { key })).body['user_id']);
const dataOf = (answer: Answer) => answer.body['data'] as Record<string, unknown>[];
const codeOf = ({ status, body }: Answer) => [status, body['code']];

/** A client of its own with a wallet, and another that may be granted it. */
async function twoClients(francs = 10_000) {
  const [owner, guest] = [crypto.randomUUID(), crypto.randomUUID()];
  const keys = { owner: await service.newKey(owner, ownScopes), guest: await service.newKey(guest, ownScopes) };
  return {
    ...keys,
    guestId: await clientIdOf(guest),
    theirs: await service.wallet(francs, keys.owner),
    ours: await service.wallet(0, keys.guest),
  };
}

describe('a grant', () => {
  const give = (key: string, body: Record<string, unknown>) =>
    service.ask('/v1/grants', { key, body: { reason: 'contract 7', ...body } });

  it('lets another client debit one wallet, up to its limits, until it is revoked', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients();
    const pay = (amount: number, over = {}) => service.pay(theirs, ours, { amount, ...over }, { key: guest });
    expect(codeOf(await pay(100))).toEqual([404, 'wallet_not_found']);

    const given = await give(owner, { wallet_id: theirs, client_id: guestId, total_limit: 1_000, payment_limit: 600 });
    expect(given).toMatchObject({
      status: 201,
      body: { state: 'active', used: 0, total_limit: 1_000, expires_at: null },
    });
    expect((await service.ask(given.headers.get('location')!, { key: owner })).body).toEqual(given.body);
    expect((await service.ask(given.headers.get('location')!, { key: guest })).status).toBe(200);
    expect(codeOf(await service.ask(given.headers.get('location')!))).toEqual([404, 'grant_not_found']);

    expect(codeOf(await pay(601))).toEqual([422, 'grant_limit_exceeded']);
    const paid = await pay(600, { client_reference: 'secret 1', metadata: { basket: 'x' } });
    expect(paid.status).toBe(201);
    const refused = await service.pay(theirs, ours, { amount: 401 }, { key: guest, idempotencyKey: 'too much' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'grant_limit_exceeded', param: 'amount' } });
    expect(
      (await service.ask(`/v1/payments/${String(refused.body['payment_id'])}`, { key: guest })).body,
    ).toMatchObject({
      status: 'failed',
      failure_code: 'grant_limit_exceeded',
    });
    expect((await pay(400)).status).toBe(201);
    expect(codeOf(await pay(1))).toEqual([422, 'grant_limit_exceeded']);
    const id = String(given.body['id']);
    expect((await service.ask(`/v1/grants/${id}`, { key: guest })).body).toMatchObject({ used: 1_000 });

    // The guest can debit the wallet, and see nothing of it; its owner sees what was paid, not what the guest noted.
    expect(codeOf(await service.ask(`/v1/wallets/${theirs}`, { key: guest }))).toEqual([404, 'wallet_not_found']);
    const seen = await service.ask(`/v1/payments/${String(paid.body['id'])}`, { key: owner });
    expect(seen.body).toMatchObject({ amount: 600, client_reference: null, metadata: {} });

    const revoke = (key: string) => service.ask(`/v1/grants/${id}/revoke`, { key, body: { reason: 'ended' } });
    expect(codeOf(await revoke(guest))).toEqual([404, 'grant_not_found']);
    expect((await revoke(owner)).body).toMatchObject({ state: 'revoked' });
    expect((await revoke(owner)).body).toMatchObject({ state: 'revoked' });
    expect(codeOf(await pay(1))).toEqual([404, 'wallet_not_found']);
    const again = await service.pay(theirs, ours, { amount: 401 }, { key: guest, idempotencyKey: 'too much' });
    expect(again.text).toBe(refused.text);
  });

  it('counts a hold and a checkout, and gives nothing back', async () => {
    const { owner, guest, guestId, theirs } = await twoClients();
    const vendor = await service.wallet(0, guest, 'vendor');
    const given = await give(owner, { wallet_id: theirs, client_id: guestId, total_limit: 1_000 });
    const hold = await service.pay(theirs, vendor, { amount: 300, capture: 'manual' }, { key: guest });
    expect(hold.status).toBe(201);
    const legs = [
      { recipient_wallet_id: vendor, amount: 400 },
      { recipient_wallet_id: vendor, amount: 300 },
    ];
    const body = { sender_wallet_id: theirs, currency: 'RWF', legs };
    expect((await service.post('/v1/checkouts', body, { key: guest })).status).toBe(201);
    expect(codeOf(await service.post('/v1/checkouts', body, { key: guest }))).toEqual([422, 'grant_limit_exceeded']);
    await service.post(`/v1/payments/${String(hold.body['id'])}/void`, {}, { key: guest });
    expect((await service.ask(`/v1/grants/${String(given.body['id'])}`, { key: owner })).body).toMatchObject({
      used: 1_000,
    });
  });

  it('is spent once when many pay under it at the same moment', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients();
    await give(owner, { wallet_id: theirs, client_id: guestId, total_limit: 500 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.pay(theirs, ours, { amount: 100 }, { key: guest })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(await service.balance(ours, guest)).toBe(500);
  });

  it('ends by itself, and makes room for the next', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients();
    const first = await give(owner, { wallet_id: theirs, client_id: guestId, expires_at: '2100-01-01T00:00:00Z' });
    expect(first.body).toMatchObject({ expires_at: '2100-01-01T00:00:00.000000Z', total_limit: null });
    expect(codeOf(await give(owner, { wallet_id: theirs, client_id: guestId }))).toEqual([409, 'grant_exists']);
    // What never changes while the rule stands: as a day later.
    await service.admin.query(
      `ALTER TABLE wallet_grants DISABLE TRIGGER wallet_grants_identity;
       UPDATE wallet_grants SET expires_at = clock_timestamp() WHERE revoked_at IS NULL AND expires_at > now();
       ALTER TABLE wallet_grants ENABLE TRIGGER wallet_grants_identity`,
    );
    expect(codeOf(await service.pay(theirs, ours, {}, { key: guest }))).toEqual([404, 'wallet_not_found']);
    expect((await give(owner, { wallet_id: theirs, client_id: guestId })).status).toBe(201);
    expect((await service.pay(theirs, ours, {}, { key: guest })).status).toBe(201);
    const given = dataOf(await service.ask('/v1/grants', { key: owner }));
    expect(given.map(({ state }) => state)).toEqual(['active', 'revoked']);
    const received = dataOf(await service.ask('/v1/grants?side=received', { key: guest }));
    expect(received.map(({ id }) => id)).toEqual(given.map(({ id }) => id));
  });

  it.each<[string, Record<string, unknown>, [number, string]]>([
    ['on a wallet that is not its own', { wallet_id: `wal_${'a'.repeat(32)}` }, [404, 'wallet_not_found']],
    ['to nobody', { client_id: `cli_${'a'.repeat(32)}` }, [404, 'client_not_found']],
    ['of nothing', { total_limit: 0 }, [422, 'field_invalid']],
    ['of more than a wallet holds', { total_limit: 999_999_999_999_999 }, [422, 'amount_too_large']],
    ['that is over', { expires_at: '2020-01-01T00:00:00Z' }, [422, 'field_invalid']],
    ['until no time', { expires_at: 'tomorrow' }, [422, 'field_invalid']],
    ['without a reason', { reason: undefined }, [422, 'field_missing']],
  ])('is not given %s', async (_what, over, expected) => {
    const { owner, guestId, theirs } = await twoClients(0);
    expect(codeOf(await give(owner, { wallet_id: theirs, client_id: guestId, ...over }))).toEqual(expected);
  });

  it('is not given on another client’s wallet, nor to oneself', async () => {
    const { guest, guestId, theirs, ours } = await twoClients(0);
    expect(codeOf(await give(guest, { wallet_id: theirs, client_id: await clientIdOf('the platform') }))).toEqual([
      404,
      'wallet_not_found',
    ]);
    expect(codeOf(await give(guest, { wallet_id: ours, client_id: guestId }))).toEqual([422, 'field_invalid']);
  });
});

describe('the KYC status', () => {
  const setLimit = (body: Record<string, unknown>, key = platform) =>
    service.ask('/v1/kyc-limits', { key, body: { currency: 'RWF', reason: 'regulation 3', ...body } });
  const setStatus = (user: string, status: string, key = platform) =>
    service.ask(`/v1/users/${user}/kyc`, { key, body: { status, reason: 'papers seen' } });

  it('limits a payment and a day, refused as a failed payment and pinned to its key', async () => {
    await setLimit({ kyc_status: 'basic', payment_limit: 500, daily_limit: 1_000 });
    const [from, to] = [await service.wallet(10_000), await service.wallet(0)];
    expect((await setStatus(await userOf(from), 'basic')).body).toMatchObject({ kyc_status: 'basic' });
    const pay = (amount: number, idempotencyKey: string = crypto.randomUUID(), over = {}) =>
      service.pay(from, to, { amount, ...over }, { idempotencyKey });

    const tooMuch = await pay(501, 'five hundred and one');
    expect(tooMuch).toMatchObject({
      status: 422,
      body: { code: 'kyc_limit_exceeded', param: 'amount', retryable: false },
    });
    expect((await service.ask(`/v1/payments/${String(tooMuch.body['payment_id'])}`)).body).toMatchObject({
      status: 'failed',
      failure_code: 'kyc_limit_exceeded',
    });
    expect((await pay(500)).status).toBe(201);
    // An open hold counts for the whole of what it holds; given back, it does not.
    const hold = await pay(500, undefined, { capture: 'manual' });
    expect(hold.status).toBe(201);
    expect(codeOf(await pay(1))).toEqual([422, 'kyc_limit_exceeded']);
    await service.post(`/v1/payments/${String(hold.body['id'])}/void`, {});
    expect((await pay(1)).status).toBe(201);

    await setStatus(await userOf(from), 'verified');
    expect((await pay(5_000)).status).toBe(201);
    expect((await pay(501, 'five hundred and one')).text).toBe(tooMuch.text);
  });

  it('holds for the basket, not for its legs, and under load to the franc', async () => {
    await setLimit({ kyc_status: 'rejected', payment_limit: 500, daily_limit: 1_000 });
    const [from, to] = [await service.wallet(10_000), await service.wallet(0, service.key, 'vendor')];
    await setStatus(await userOf(from), 'rejected');
    const legs = [
      { recipient_wallet_id: to, amount: 300 },
      { recipient_wallet_id: to, amount: 201 },
    ];
    const basket = await service.post('/v1/checkouts', { sender_wallet_id: from, currency: 'RWF', legs });
    expect(basket).toMatchObject({ status: 422, body: { code: 'kyc_limit_exceeded', param: 'legs' } });
    const answers = await Promise.all(Array.from({ length: 30 }, () => service.pay(from, to)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(await service.balance(to)).toBe(1_000);
  });

  it('counts the calendar day of Kigali', async () => {
    await setLimit({ kyc_status: 'basic', payment_limit: null, daily_limit: 1_000 });
    const [from, to] = [await service.wallet(10_000), await service.wallet(0)];
    await setStatus(await userOf(from), 'basic');
    expect((await service.pay(from, to, { amount: 1_000 })).status).toBe(201);
    expect((await service.pay(from, to, { amount: 1 })).status).toBe(422);
    await service.admin.query(
      `UPDATE payments SET created_at = date_trunc('day', now(), 'Africa/Kigali') - interval '1 microsecond'
       WHERE status = 'success' AND amount = 1000 AND sender_id =
         (SELECT user_id FROM wallets WHERE replace(id::text, '-', '') = $1)`,
      [from.slice(4)],
    );
    expect((await service.pay(from, to, { amount: 1_000 })).status).toBe(201);
  });

  it('is set by the platform’s people only, and limits go when both are null', async () => {
    const key = await service.newKey('no admin', ownScopes);
    const wallet = await service.wallet(0, key);
    const user = await userOf(wallet, key);
    expect(codeOf(await setStatus(user, 'verified', key))).toEqual([403, 'scope_missing']);
    expect(codeOf(await setLimit({ kyc_status: 'basic', payment_limit: 1, daily_limit: null }, key))).toEqual([
      403,
      'scope_missing',
    ]);
    expect(codeOf(await service.ask('/v1/audit-log', { key }))).toEqual([403, 'scope_missing']);
    expect(codeOf(await setStatus(user, 'famous'))).toEqual([422, 'field_invalid']);
    expect(codeOf(await setStatus(`usr_${'a'.repeat(32)}`, 'basic'))).toEqual([404, 'user_not_found']);
    await setLimit({ kyc_status: 'verified', currency: 'USD', payment_limit: 1, daily_limit: null });
    await setLimit({ kyc_status: 'verified', currency: 'USD', payment_limit: null, daily_limit: null });
    const limits = dataOf(await service.ask('/v1/kyc-limits', { key: platform }));
    expect(limits.some(({ currency }) => currency === 'USD')).toBe(false);
  });
});

describe('the audit log', () => {
  it('tells who did what to whom and why: status, grant, freeze', async () => {
    const { owner, guestId, theirs } = await twoClients(0);
    const user = await userOf(theirs, owner);
    const body = { status: 'verified', reason: 'passport seen' };
    const set = await service.ask(`/v1/users/${user}/kyc`, { key: platform, body });
    const grant = { wallet_id: theirs, client_id: guestId, reason: 'contract 9' };
    const given = await service.ask('/v1/grants', { key: owner, body: grant });
    await service.post(`/v1/wallets/${theirs}/freeze`, { reason: 'alert 1', actor: 'analyst 7' }, { key: platform });

    const about = async (id: string) => dataOf(await service.ask(`/v1/audit-log?object_id=${id}`, { key: platform }));
    expect(await about(user)).toEqual([
      expect.objectContaining({
        action: 'user.kyc',
        object_kind: 'user',
        object_id: user,
        reason: 'passport seen',
        before: { kyc_status: 'pending' },
        after: { kyc_status: 'verified' },
        request_id: set.headers.get('request-id'),
        actor: {
          client_id: await clientIdOf('the platform'),
          key_id: expect.stringMatching(/^key_/) as string,
          database_login: 'payments_service',
        },
      }),
    ]);
    expect(await about(String(given.body['id']))).toMatchObject([
      { action: 'wallet_grant.create', reason: 'contract 9' },
    ]);
    expect(await about(theirs)).toMatchObject([
      { action: 'wallet.freeze', reason: 'alert 1', after: { actor: 'analyst 7' } },
    ]);
    const frozen = dataOf(await service.ask('/v1/audit-log?action=wallet.freeze&limit=1', { key: platform }));
    expect(frozen).toHaveLength(1);
  });
});

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
    const key = await service.newKey('lister', ownScopes);
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
    const other = await service.newKey('nosy', ownScopes);
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
    const { owner, guest, guestId, theirs, ours } = await twoClients(1_000);
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
    const key = await service.newKey('registrar', ownScopes);
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
