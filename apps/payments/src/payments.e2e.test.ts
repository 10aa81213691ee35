import { RunningService } from './running-service.fixture.js';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('the main road', () => {
  it('registers, tops up, pays, and shows each', async () => {
    const user = await service.ask('/v1/users', {
      body: { email: 'aline@example.com', phone: '+250788000001', role: 'vendor', metadata: { city: 'Kigali \u2603' } },
    });
    expect(user.status).toBe(201);
    expect(user.body).toMatchObject({
      object: 'user',
      role: 'vendor',
      kyc_status: 'pending',
      metadata: { city: 'Kigali \u2603' },
    });
    expect((await service.ask(user.headers.get('location')!)).body).toEqual(user.body);

    const wallet = await service.ask('/v1/wallets', { body: { user_id: user.body['id'] } });
    expect(wallet.body).toMatchObject({
      object: 'wallet',
      user_id: user.body['id'],
      balance: 0,
      currency: 'RWF',
      is_frozen: false,
    });
    expect((await service.ask(wallet.headers.get('location')!)).body).toEqual(wallet.body);

    const from = await service.wallet(5_000);
    const to = String(wallet.body['id']);
    const paid = await service.pay(from, to, {
      amount: 1_500,
      client_reference: 'order-1',
      metadata: { basket: '42' },
    });
    expect(paid.status).toBe(201);
    expect(paid.body).toMatchObject({
      object: 'payment',
      status: 'success',
      amount: 1_500,
      amount_decimal: '1500.00',
      fee: 0,
      currency: 'RWF',
      provider: 'internal',
      client_reference: 'order-1',
      sender_wallet_id: from,
      recipient_wallet_id: to,
      recipient_id: user.body['id'],
      metadata: { basket: '42' },
      failure_code: null,
    });
    expect((await service.ask(paid.headers.get('location')!)).body).toEqual(paid.body);
    expect([await service.balance(from), await service.balance(to)]).toEqual([3_500, 1_500]);
  });

  it('takes a top-up from the clearing wallet of its provider, which goes below zero by what came in', async () => {
    const clearing = async () => {
      const { rows } = await service.admin.query<{ balance: string }>(
        "SELECT w.balance FROM wallets w JOIN users u ON u.id = w.user_id WHERE u.email LIKE 'clearing.airtel@%'",
      );
      return Number(rows[0]!.balance);
    };
    const before = await clearing();
    const wallet = await service.wallet(0);
    const topUp = await service.ask(`/v1/wallets/${wallet}/top-ups`, {
      body: { amount: 700, currency: 'RWF', provider: 'airtel' },
      idempotencyKey: crypto.randomUUID(),
    });
    expect(topUp).toMatchObject({ status: 201, body: { provider: 'airtel', recipient_wallet_id: wallet } });
    expect([await service.balance(wallet), await clearing()]).toEqual([700, before - 700]);
  });

  it('gives the request id back, or makes one', async () => {
    const own = await service.ask('/v1/users/usr_1', { headers: { 'request-id': 'my-id.1' } });
    expect([own.headers.get('request-id'), own.body['instance']]).toEqual(['my-id.1', 'my-id.1']);
    const made = await service.ask('/v1/users/usr_1', { headers: { 'request-id': 'not plain!' } });
    expect(made.headers.get('request-id')).toMatch(/^req_[0-9a-f]{32}$/);
  });
});

describe('an idempotency key', () => {
  it('gives the first answer again, byte for byte, and moves nothing twice', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const key = { idempotencyKey: 'order-7 attempt 1' };
    const first = await service.pay(from, to, {}, key);
    const again = await service.pay(from, to, {}, key);
    expect(again.text).toBe(first.text);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const quoted = await service.pay(from, to, {}, { idempotencyKey: '"order-7 attempt 1"' });
    expect(quoted.text).toBe(first.text);
    expect(await service.balance(to)).toBe(100);
  });

  it('is the same request whatever the order of its fields and the white space', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const spaced = `{ "currency":"RWF", "amount" : 100,\n "recipient_wallet_id":"${to}","sender_wallet_id":"${from}" }`;
    const first = await service.pay(from, to, {}, { idempotencyKey: 'spaces' });
    const again = await service.ask('/v1/payments', { body: spaced, idempotencyKey: 'spaces' });
    expect(again.text).toBe(first.text);
  });

  it('is refused for another body, and for another operation', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const key = { idempotencyKey: 'reused' };
    const first = await service.pay(from, to, {}, key);
    const other = await service.pay(from, to, { amount: 101 }, key);
    expect(other).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused', payment_id: first.body['id'], retryable: false },
    });
    const topUp = { amount: 100, currency: 'RWF', provider: 'stripe' };
    expect(await service.ask(`/v1/wallets/${to}/top-ups`, { body: topUp, ...key })).toMatchObject({ status: 422 });
    expect(await service.balance(to)).toBe(100);
  });

  it('stays refused after the money has come, and is free after a request that left no trace', async () => {
    const [from, to] = [await service.wallet(0), await service.wallet(0)];
    const short = await service.pay(from, to, {}, { idempotencyKey: 'short' });
    await service.pay(await service.wallet(500), from, { amount: 500 });
    const again = await service.pay(from, to, {}, { idempotencyKey: 'short' });
    expect(again.text).toBe(short.text);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([402, 'true']);
    expect(again.headers.get('content-type')).toBe('application/problem+json');

    await service.pay(from, `wal_${'a'.repeat(32)}`, {}, { idempotencyKey: 'free' });
    expect((await service.pay(from, to, {}, { idempotencyKey: 'free' })).status).toBe(201);
  });

  it('charges once when fifty retries come at the same moment', async () => {
    const [from, to] = [await service.wallet(10_000), await service.wallet(0)];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => service.pay(from, to, {}, { idempotencyKey: 'impatient' })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    expect(await service.balance(to)).toBe(100);
  });

  it('is told to be in use when the first is slow', async () => {
    const [from, to] = [await service.wallet(1_000), await service.wallet(0)];
    const id = from.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    await service.admin.query('BEGIN');
    await service.admin.query('SELECT FROM wallets WHERE id = $1 FOR UPDATE', [id]);
    const key = { idempotencyKey: 'slow' };
    const first = service.pay(from, to, {}, key);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await service.pay(from, to, {}, key);
    await service.admin.query('ROLLBACK');
    expect(second).toMatchObject({ status: 409, body: { code: 'idempotency_key_in_use', retryable: true } });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await first).status).toBe(201);
    expect((await service.pay(from, to, {}, key)).headers.get('idempotent-replayed')).toBe('true');
    expect(await service.balance(to)).toBe(100);
  });
});

describe('a client', () => {
  it("sees and debits nothing of another client's: all of it is not found", async () => {
    const other = await service.newKey('other shop');
    const theirs = await service.wallet(1_000, other);
    const [ours, alsoOurs] = [await service.wallet(1_000), await service.wallet(0)];
    const payment = await service.pay(ours, alsoOurs);
    const theirUser = (await service.ask(`/v1/wallets/${theirs}`, { key: other })).body['user_id'] as string;

    expect(await service.pay(theirs, ours)).toMatchObject({
      status: 404,
      body: { code: 'wallet_not_found', param: 'sender_wallet_id' },
    });
    expect(await service.pay(ours, theirs)).toMatchObject({
      status: 404,
      body: { code: 'wallet_not_found', param: 'recipient_wallet_id' },
    });
    expect(await service.ask(`/v1/wallets/${theirs}`)).toMatchObject({
      status: 404,
      body: { code: 'wallet_not_found' },
    });
    expect(await service.ask(`/v1/users/${theirUser}`)).toMatchObject({
      status: 404,
      body: { code: 'user_not_found' },
    });
    expect(await service.ask('/v1/wallets', { body: { user_id: theirUser } })).toMatchObject({ status: 404 });
    expect(await service.ask(`/v1/payments/${String(payment.body['id'])}`, { key: other })).toMatchObject({
      status: 404,
      body: { code: 'payment_not_found' },
    });
    const topUp = { body: { amount: 1, currency: 'RWF', provider: 'stripe' }, idempotencyKey: crypto.randomUUID() };
    expect(await service.ask(`/v1/wallets/${theirs}/top-ups`, topUp)).toMatchObject({ status: 404 });
    expect([
      await service.balance(ours),
      (await service.ask(`/v1/wallets/${theirs}`, { key: other })).body['balance'],
    ]).toEqual([900, 1_000]);
  });

  it('may use the same idempotency key and reference as another one', async () => {
    const other = await service.newKey('third shop');
    const same = { client_reference: 'order-100' };
    const [a, b] = [await service.wallet(1_000), await service.wallet(0)];
    const [c, d] = [await service.wallet(1_000, other), await service.wallet(0, other)];
    expect((await service.pay(a, b, same, { idempotencyKey: 'same' })).status).toBe(201);
    expect((await service.pay(c, d, same, { idempotencyKey: 'same', key: other })).status).toBe(201);
    expect(await service.pay(a, b, same)).toMatchObject({
      status: 409,
      body: { code: 'client_reference_taken', param: 'client_reference' },
    });
  });
});

describe('the document and the figures', () => {
  it('shows every route with its errors, without a key', async () => {
    const { body } = await service.ask('/openapi.json', { key: null });
    expect(body).toMatchObject({ openapi: '3.1.0' });
    const paths = body['paths'] as Record<string, Record<string, { responses: Record<string, unknown> }>>;
    expect(Object.keys(paths).toSorted()).toEqual([
      '/v1/audit-log',
      '/v1/checkouts',
      '/v1/checkouts/{id}',
      '/v1/grants',
      '/v1/grants/{id}',
      '/v1/grants/{id}/revoke',
      '/v1/kyc-limits',
      '/v1/payments',
      '/v1/payments/batch',
      '/v1/payments/{id}',
      '/v1/payments/{id}/capture',
      '/v1/payments/{id}/refunds',
      '/v1/payments/{id}/void',
      '/v1/providers/{provider}/callbacks',
      '/v1/refunds/{id}',
      '/v1/users',
      '/v1/users/{id}',
      '/v1/users/{id}/kyc',
      '/v1/wallets',
      '/v1/wallets/{id}',
      '/v1/wallets/{id}/balance',
      '/v1/wallets/{id}/entries',
      '/v1/wallets/{id}/freeze',
      '/v1/wallets/{id}/payouts',
      '/v1/wallets/{id}/top-ups',
      '/v1/wallets/{id}/unfreeze',
      '/v1/webhook-deliveries/{id}/resend',
      '/v1/webhook-endpoints',
      '/v1/webhook-endpoints/{id}',
      '/v1/webhook-endpoints/{id}/deliveries',
      '/v1/webhook-endpoints/{id}/disable',
      '/v1/webhook-endpoints/{id}/enable',
      '/v1/webhook-endpoints/{id}/rotate',
    ]);
    expect(Object.keys(paths['/v1/payments']!['post']!.responses)).toEqual([
      '201',
      '400',
      '401',
      '402',
      '403',
      '404',
      '408',
      '409',
      '413',
      '415',
      '422',
      '429',
      '431',
      '500',
      '503',
    ]);
  });

  it('counts batches, waits, outcomes and requests', async () => {
    const { text } = await service.ops('/metrics');
    for (const metric of ['vf_posting_batch_size_count', 'vf_posting_queue_wait_seconds_count', 'vf_posting_queued']) {
      expect(text).toContain(metric);
    }
    expect(text).toMatch(/vf_posting_outcomes_total\{outcome="replayed",service="payments"\} \d+/);
    expect(text).toMatch(/vf_http_request_seconds_count\{.*method="POST",route="\/v1\/payments",status="201"\} \d+/);
  });
});
