import { clientIdOf, codeOf, dataOf, twoClients } from './access.fixture.js';
import { clientScopes, RunningService } from './running-service.fixture.js';

let service: RunningService;
let platform: string;

beforeAll(async () => {
  service = await RunningService.start();
  platform = await service.newKey('the platform');
});
afterAll(() => service[Symbol.asyncDispose]());

const userOf = async (wallet: string, key = service.key) =>
  String((await service.ask(`/v1/wallets/${wallet}`, { key })).body['user_id']);

describe('a grant', () => {
  const give = (key: string, body: Record<string, unknown>) =>
    service.ask('/v1/grants', { key, body: { reason: 'contract 7', ...body } });

  it('lets another client debit one wallet, up to its limits, until it is revoked', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients(service);
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
    const { owner, guest, guestId, theirs } = await twoClients(service);
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
    const { owner, guest, guestId, theirs, ours } = await twoClients(service);
    await give(owner, { wallet_id: theirs, client_id: guestId, total_limit: 500 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.pay(theirs, ours, { amount: 100 }, { key: guest })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(await service.balance(ours, guest)).toBe(500);
  });

  it('ends by itself, and makes room for the next', async () => {
    const { owner, guest, guestId, theirs, ours } = await twoClients(service);
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
    const { owner, guestId, theirs } = await twoClients(service, 0);
    expect(codeOf(await give(owner, { wallet_id: theirs, client_id: guestId, ...over }))).toEqual(expected);
  });

  it('is not given on another client’s wallet, nor to oneself', async () => {
    const { guest, guestId, theirs, ours } = await twoClients(service, 0);
    expect(
      codeOf(await give(guest, { wallet_id: theirs, client_id: await clientIdOf(service, 'the platform') })),
    ).toEqual([404, 'wallet_not_found']);
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
    const key = await service.newKey('no admin', clientScopes);
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
    const { owner, guestId, theirs } = await twoClients(service, 0);
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
          client_id: await clientIdOf(service, 'the platform'),
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
