import { eventually } from '@vf/testing';
import { expectConflict } from './expect-conflict.fixture.js';
import { RunningService, startService, type Answer } from './running-service.fixture.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start({ HOLD_EXPIRY_INTERVAL_MS: 50 });
});
afterAll(() => service[Symbol.asyncDispose]());

const idOf = ({ body }: Answer) => String(body['id']);
const path = (payment: Answer, action: string) => `/v1/payments/${idOf(payment)}/${action}`;
const read = async (answer: Answer, key = service.key) =>
  (await service.ask(`/v1/payments/${idOf(answer)}`, { key })).body;
const hold = (from: string, to: string, over: Record<string, unknown> = {}) =>
  service.pay(from, to, { amount: 1_000, capture: 'manual', ...over });

describe('a hold', () => {
  it('takes from what is available, and a capture of a part releases the rest', async () => {
    const [from, to] = [await service.wallet(1_500), await service.wallet(0)];
    const held = await hold(from, to);
    expect(held).toMatchObject({ status: 201, body: { status: 'pending', amount: 1_000, authorized_amount: 1_000 } });
    expect(await read(held)).toEqual(held.body);
    expect([await service.balance(from), await service.available(from)]).toEqual([1_500, 500]);
    expect((await service.pay(from, to, { amount: 501 })).status).toBe(402);

    const captured = await service.post(path(held, 'capture'), { amount: 600 });
    expect(captured).toMatchObject({ status: 200, body: { status: 'success', amount: 600, authorized_amount: 1_000 } });
    expect(await read(held)).toEqual(captured.body);
    expect([await service.balance(from), await service.available(from), await service.balance(to)]).toEqual([
      900, 900, 600,
    ]);
    expectConflict(await service.post(path(held, 'capture'), {}), 409, 'payment_already_captured');
    expectConflict(await service.post(path(held, 'void'), {}), 409, 'payment_already_captured');
  });

  it('is given back by a void, once', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const held = await hold(from, to, { client_reference: 'void me' });
    const key = { idempotencyKey: crypto.randomUUID() };
    const voided = await service.post(path(held, 'void'), {}, key);
    expect(voided.body).toMatchObject({ status: 'failed', failure_code: 'payment_voided' });
    const again = await service.post(path(held, 'void'), {}, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([voided.text, 'true']);
    expectConflict(await service.post(path(held, 'void'), {}), 409, 'payment_already_voided');
    expectConflict(await service.post(path(held, 'capture'), {}), 409, 'payment_already_voided');
    expectConflict(await service.post(path(held, 'refunds'), {}), 409, 'payment_already_voided');
    expect(await service.available(from)).toBe(1_000);
    // The order may be tried again.
    expect((await hold(from, to, { client_reference: 'void me' })).status).toBe(201);
  });

  it('ends by itself, and neither a capture nor a void comes after it', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const held = await hold(from, to, { hold_seconds: 1 });
    await eventually(async () => expect(await service.available(from)).toBe(1_000));
    expect(await read(held)).toMatchObject({ status: 'failed', failure_code: 'payment_expired' });
    expectConflict(await service.post(path(held, 'capture'), {}), 409, 'payment_expired');
    expectConflict(await service.post(path(held, 'void'), {}), 409, 'payment_expired');
    const { text } = await service.ops('/metrics');
    expect(text).toMatch(/vf_holds_expired_total\{service="payments"\} [1-9]/);
  });

  it('that came due while no process looked is given back by the next one that starts', async () => {
    await using busy = await RunningService.start({ HOLD_EXPIRY_INTERVAL_MS: 3_600_000 });
    const [from, to] = [await busy.wallet(1_000), await busy.wallet(0)];
    const terms = { amount: 1_000, capture: 'manual', hold_seconds: 1 };
    const held = await busy.pay(from, to, terms);
    const over = Date.parse(String(held.body['capture_before']));
    await eventually(async () => {
      expect(Date.now()).toBeGreaterThan(over);
      await Promise.resolve();
    });
    expect(await busy.available(from)).toBe(0);
    const next = await startService({ DATABASE_URL: busy.db.urlFor('payments_service') });
    await eventually(async () => expect(await busy.available(from)).toBe(1_000));
    await next.stop();
  });

  it('refuses to capture more than was authorised, other clients and a frozen wallet', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const held = await hold(from, to);
    expectConflict(await service.post(path(held, 'capture'), { amount: 1_001 }), 422, 'capture_too_large', 'amount');
    expectConflict(await service.post(path(held, 'capture'), { amount: 0.5 }), 422, 'amount_not_integer', 'amount');
    const key = await service.newKey('other shop');
    expectConflict(await service.post(path(held, 'capture'), {}, { key }), 404, 'payment_not_found');
    const why = { reason: 'looked odd', actor: 'analyst' };
    await service.post(`/v1/wallets/${to}/freeze`, why);
    expectConflict(await service.post(path(held, 'capture'), {}), 422, 'wallet_frozen');
    await service.post(`/v1/wallets/${to}/unfreeze`, why);
    expect((await service.post(path(held, 'capture'), {})).status).toBe(200);
  });
});

describe('a refund', () => {
  it('gives back in parts, capped at what was captured, and shows', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const paid = await service.pay(from, to, { amount: 1_000 });
    const first = await service.post(path(paid, 'refunds'), { amount: 300, reason: 'one item' });
    expect(first).toMatchObject({ status: 201, body: { object: 'refund', status: 'success', amount: 300 } });
    expect((await service.ask(first.headers.get('location')!)).body).toEqual(first.body);
    expect(await read(paid)).toMatchObject({ status: 'success', refunded_amount: 300 });
    expectConflict(await service.post(path(paid, 'refunds'), { amount: 701 }), 422, 'refund_too_large', 'amount');
    expect((await service.post(path(paid, 'refunds'), {})).body).toMatchObject({ amount: 700 });
    expect(await read(paid)).toMatchObject({ status: 'refunded', refunded_amount: 1_000 });
    expectConflict(await service.post(path(paid, 'refunds'), {}), 409, 'payment_already_refunded');
    expect([await service.balance(from), await service.balance(to)]).toEqual([1_000, 0]);
  });

  it('that the recipient can not pay stays refused for its key', async () => {
    const [from, to] = [await service.wallet(500), await service.wallet(0)];
    const paid = await service.pay(from, to, { amount: 500 });
    await service.pay(to, await service.wallet(0), { amount: 400 });
    const key = { idempotencyKey: crypto.randomUUID() };
    const refused = await service.post(path(paid, 'refunds'), {}, key);
    expectConflict(refused, 402, 'insufficient_funds');
    await service.pay(await service.wallet(400), to, { amount: 400 });
    expect((await service.post(path(paid, 'refunds'), {}, key)).text).toBe(refused.text);
    expect((await service.post(path(paid, 'refunds'), {})).status).toBe(201);
  });

  it('of what is not captured, or came from a provider, is refused', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    expectConflict(await service.post(path(await hold(from, to), 'refunds'), {}), 409, 'payment_not_captured');
    const topUp = await service.post(`/v1/wallets/${to}/top-ups`, { amount: 5, currency: 'RWF', provider: 'airtel' });
    expectConflict(await service.post(path(topUp, 'refunds'), {}), 409, 'payment_not_refundable');
    const failed = await service.pay(to, from, { amount: 9_999 });
    const refund = `/v1/payments/${String(failed.body['payment_id'])}/refunds`;
    expectConflict(await service.post(refund, {}), 409, 'payment_failed');
    expectConflict(await service.ask(`/v1/refunds/ref_${'a'.repeat(32)}`), 404, 'refund_not_found');
  });
});

describe('a fee', () => {
  it('comes out of the amount, or on top of it, and goes back with refunds to the last franc', async () => {
    const key = await service.keyWithFee(250);
    const [from, to] = [await service.wallet(3_000, key), await service.wallet(0, key)];
    const inside = await service.pay(from, to, { amount: 1_000 }, { key });
    expect(inside.body).toMatchObject({ amount: 1_000, fee: 25, fee_bearer: 'recipient' });
    const onTop = await service.pay(from, to, { amount: 1_000, fee_bearer: 'sender' }, { key });
    expect(onTop.body).toMatchObject({ amount: 1_000, fee: 25, fee_bearer: 'sender' });
    expect([await service.balance(from, key), await service.balance(to, key)]).toEqual([975, 1_975]);
    expect((await service.ask(inside.headers.get('location')!, { key })).body).toEqual(inside.body);

    const returned: unknown[] = [];
    for (const amount of [333, 333, 334]) {
      returned.push((await service.post(path(inside, 'refunds'), { amount }, { key })).body['fee_returned']);
      await service.post(path(onTop, 'refunds'), { amount }, { key });
    }
    expect(returned).toEqual([8, 9, 8]);
    expect([await service.balance(from, key), await service.balance(to, key)]).toEqual([3_000, 0]);
  });

  it('of a hold is taken at the capture, on what is captured', async () => {
    const key = await service.keyWithFee(1_000);
    const [from, to] = [await service.wallet(1_100, key), await service.wallet(0, key)];
    const terms = { amount: 1_000, capture: 'manual', fee_bearer: 'sender' };
    const held = await service.pay(from, to, terms, { key });
    expect([held.body['fee'], await service.available(from, key)]).toEqual([0, 0]);
    const captured = await service.post(path(held, 'capture'), { amount: 500 }, { key });
    expect(captured.body).toMatchObject({ amount: 500, fee: 50 });
    expect([await service.available(from, key), await service.balance(to, key)]).toEqual([550, 500]);
  });
});

describe('a checkout', () => {
  const legsOf = (wallets: readonly string[], amount: number) =>
    wallets.map((wallet) => ({ recipient_wallet_id: wallet, amount }));
  const basket = (from: string, legs: object[], over: object = {}) => ({
    sender_wallet_id: from,
    currency: 'RWF',
    legs,
    ...over,
  });
  const vendors = (key = service.key) => Promise.all([1, 2, 3].map(() => service.wallet(0, key, 'vendor')));

  it('pays every vendor, with fees that sum up to the fee on the whole', async () => {
    const key = await service.keyWithFee(250);
    const shops = await vendors(key);
    const from = await service.wallet(1_000, key);
    const done = await service.post('/v1/checkouts', basket(from, legsOf(shops, 333)), { key });
    expect(done).toMatchObject({ status: 201, body: { object: 'checkout', status: 'success', amount: 999, fee: 25 } });
    const payments = done.body['payments'] as { fee: number; amount: number; checkout_id: string }[];
    expect(payments.map(({ fee }) => fee).reduce((sum, fee) => sum + fee, 0)).toBe(25);
    expect(new Set(payments.map(({ checkout_id }) => checkout_id))).toEqual(new Set([idOf(done)]));
    expect((await service.ask(done.headers.get('location')!, { key })).body).toEqual(done.body);
    expect(await service.balance(from, key)).toBe(1);
    const balances = await Promise.all(shops.map((shop) => service.balance(shop, key)));
    expect(balances).toEqual(payments.map(({ amount, fee }) => amount - fee));
  });

  it('moves nothing when one leg can not be paid', async () => {
    const shops = await vendors();
    const from = await service.wallet(900);
    expectConflict(
      await service.post('/v1/checkouts', basket(from, legsOf(shops, 301))),
      402,
      'insufficient_funds',
      'legs',
    );
    await service.post(`/v1/wallets/${shops[2]!}/freeze`, { reason: 'odd', actor: 'analyst' });
    const frozen = await service.post('/v1/checkouts', basket(from, legsOf(shops, 100)));
    expectConflict(frozen, 422, 'wallet_frozen', 'legs.2.recipient_wallet_id');
    const customer = await service.wallet(0);
    const noVendor = await service.post('/v1/checkouts', basket(from, legsOf([shops[0]!, customer], 100)));
    expectConflict(noVendor, 422, 'recipient_not_vendor', 'legs.1.recipient_wallet_id');
    expect([await service.balance(from), await service.balance(shops[0]!)]).toEqual([900, 0]);
  });

  it.each<[string, (from: string, shop: string) => object, string, string]>([
    ['no leg', (from) => basket(from, []), 'field_invalid', 'legs'],
    [
      '51 legs',
      (from, shop) =>
        basket(
          from,
          legsOf(
            Array.from({ length: 51 }, () => shop),
            1,
          ),
        ),
      'field_invalid',
      'legs',
    ],
    ['a leg to the payer', (from) => basket(from, legsOf([from], 1)), 'same_wallet', 'legs.0.recipient_wallet_id'],
    ['a leg of half a franc', (from, shop) => basket(from, legsOf([shop], 0.5)), 'amount_not_integer', 'legs.0.amount'],
    [
      'more than any wallet holds',
      (from, shop) => basket(from, legsOf([shop, shop], 9_999_999_999_999)),
      'amount_too_large',
      'legs',
    ],
  ])('of %s is refused', async (_what, body, code, param) => {
    const [from, shop] = [await service.wallet(10), await service.wallet(0, service.key, 'vendor')];
    expectConflict(await service.post('/v1/checkouts', body(from, shop)), 422, code, param);
  });

  it('shares keys and references with payments, so that a retry elsewhere pays nothing twice', async () => {
    const [from, [shop = '']] = [await service.wallet(1_000), await vendors()];
    const key = { idempotencyKey: crypto.randomUUID() };
    const body = basket(from, legsOf([shop], 100), { client_reference: 'basket-1' });
    const first = await service.post('/v1/checkouts', body, key);
    const again = await service.post('/v1/checkouts', body, key);
    expect([again.text, again.headers.get('location')]).toEqual([first.text, first.headers.get('location')]);
    expectConflict(await service.pay(from, shop, {}, key), 422, 'idempotency_key_reused');
    const other = await service.pay(from, shop, { client_reference: 'basket-1' });
    expectConflict(other, 409, 'client_reference_taken', 'client_reference');
    expect(await service.balance(from)).toBe(900);
  });
});

describe('a freeze', () => {
  const why = { reason: 'alert 7', actor: 'analyst 7' };

  it('stops payments both ways, whichever client’s the wallet is, until it is lifted', async () => {
    const other = await service.newKey('frozen shop');
    const [from, to] = [await service.wallet(100, other), await service.wallet(0, other)];
    const frozen = await service.post(`/v1/wallets/${from}/freeze`, why);
    expect(frozen).toMatchObject({ status: 200, body: { object: 'wallet_freeze', is_frozen: true, ...why } });
    expectConflict(await service.pay(from, to, {}, { key: other }), 422, 'wallet_frozen', 'sender_wallet_id');
    expect((await service.ask(`/v1/wallets/${from}`, { key: other })).body['is_frozen']).toBe(true);
    await service.post(`/v1/wallets/${from}/unfreeze`, { ...why, reason: 'cleared' });
    expect((await service.pay(from, to, {}, { key: other })).status).toBe(201);
    const { rows } = await service.admin.query<object>(
      'SELECT frozen, reason, actor FROM wallet_freezes ORDER BY created_at DESC LIMIT 2',
    );
    expect(rows).toEqual([
      { frozen: false, reason: 'cleared', actor: 'analyst 7' },
      { frozen: true, ...why },
    ]);
  });

  it('needs the scope for it, a reason and a user’s wallet', async () => {
    const wallet = await service.wallet(0);
    const key = await service.newKey('plain', ['wallets:write', 'payments:write']);
    expectConflict(await service.post(`/v1/wallets/${wallet}/freeze`, why, { key }), 403, 'scope_missing');
    expectConflict(await service.post(`/v1/wallets/${wallet}/freeze`, { actor: 'a' }), 422, 'field_missing', 'reason');
    const clearing = 'wal_00000000000070008001000000000001';
    expectConflict(await service.post(`/v1/wallets/${clearing}/freeze`, why), 404, 'wallet_not_found');
  });
});

describe('what is not a request', () => {
  const unknown = `/v1/payments/pay_${'a'.repeat(32)}`;
  const wallet = `/v1/wallets/wal_${'a'.repeat(32)}`;

  it.each([`${unknown}/capture`, `${unknown}/void`, `${unknown}/refunds`, '/v1/checkouts', `${wallet}/freeze`])(
    'is refused at %s: no key, no body, an unknown field',
    async (at) => {
      expectConflict(await service.ask(at, { body: {} }), 400, 'idempotency_key_missing');
      expectConflict(await service.ask(at, { method: 'POST', idempotencyKey: 'x' }), 400, 'body_missing');
      const answer = await service.post(at, { nonsense: 1 });
      expect([answer.status, (answer.body['code'] as string).slice(0, 6)]).toEqual([422, 'field_']);
      const key = await service.newKey('reader', ['payments:read']);
      expectConflict(await service.post(at, {}, { key }), 403, 'scope_missing');
    },
  );

  it.each([`${unknown}/capture`, `${unknown}/void`, `${unknown}/refunds`])(
    'finds no payment at %s, and leaves the key free',
    async (at) => {
      const before = await service.count('idempotency_keys');
      expectConflict(await service.post(at, {}), 404, 'payment_not_found');
      expectConflict(await service.post(at.replace('pay_', 'ref_'), {}), 404, 'payment_not_found');
      expect(await service.count('idempotency_keys')).toBe(before);
    },
  );
});

describe('the position', () => {
  const POSITION = /^system_id="\d+", timeline=\d+, lsn="[0-9A-F]+\/[0-9A-F]+"$/;

  it('is told with each write, and lies behind it in the log', async () => {
    const [from, to] = [await service.wallet(100), await service.wallet(0)];
    const key = { idempotencyKey: crypto.randomUUID() };
    const { rows } = await service.admin.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
    const paid = await service.pay(from, to, { amount: 10 }, key);
    const user = await service.ask('/v1/users', { body: { email: `${crypto.randomUUID()}@example.com` } });
    for (const { headers } of [paid, user, await service.pay(from, to, { amount: 10 }, key)]) {
      const told = headers.get('vendorflow-position');
      expect(told).toMatch(POSITION);
      const lsn = /lsn="(.*)"/.exec(told!)?.[1];
      const { rows: after } = await service.admin.query<{ is_after: boolean }>(
        'SELECT $1::pg_lsn > $2::pg_lsn AS is_after',
        [lsn, rows[0]!.lsn],
      );
      expect(after).toEqual([{ is_after: true }]);
    }
    const batch = {
      items: [{ idempotency_key: 'p', sender_wallet_id: from, recipient_wallet_id: to, amount: 1, currency: 'RWF' }],
    };
    expect((await service.ask('/v1/payments/batch', { body: batch })).headers.get('vendorflow-position')).toMatch(
      POSITION,
    );
  });
});
