import { connect } from 'node:net';
import { problem } from '@vf/contracts';
import { RunningService, type Answer, type Ask } from './running-service.fixture.js';

let service: RunningService;
let rich: string;
let poor: string;

beforeAll(async () => {
  service = await RunningService.start();
  rich = await service.wallet(10_000);
  poor = await service.wallet(0);
});
afterAll(() => service[Symbol.asyncDispose]());

const payment = (over: Record<string, unknown> = {}) => ({
  sender_wallet_id: rich,
  recipient_wallet_id: poor,
  amount: 100,
  currency: 'RWF',
  ...over,
});
const without = (field: string) => {
  const { [field]: _left, ...rest } = payment() as Record<string, unknown>;
  return rest;
};

function expectProblem(answer: Answer, status: number, code: string, param?: string) {
  expect({ status: answer.status, code: answer.body['code'], param: answer.body['param'] }).toEqual({
    status,
    code,
    param,
  });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problem.parse(answer.body)).toEqual(answer.body);
  expect(answer.body['instance']).toBe(answer.headers.get('request-id'));
}

/** Asks, expects the problem, and proves that nothing was written. */
async function refused(path: string, ask: Ask, expected: [status: number, code: string, param?: string]) {
  const before = [
    await service.count('payments'),
    await service.count('users'),
    await service.count('idempotency_keys'),
  ];
  const answer = await service.ask(path, ask);
  expectProblem(answer, ...expected);
  const after = [
    await service.count('payments'),
    await service.count('users'),
    await service.count('idempotency_keys'),
  ];
  expect(after).toEqual(before);
  return answer;
}

describe('a request that is not one', () => {
  it.each<[string, string, Ask, [number, string, string?]]>([
    ['an unknown route', '/v1/nothing', {}, [404, 'route_not_found']],
    ['an unknown route outside the API', '/', {}, [404, 'route_not_found']],
    ['an unknown route with a broken body', '/v1/nothing', { body: '{' }, [404, 'route_not_found']],
    ['a wrong method', '/v1/users', { method: 'DELETE' }, [405, 'method_not_allowed']],
    ['a wrong method with a body', '/v1/payments', { method: 'PUT', body: {} }, [405, 'method_not_allowed']],
    ['malformed JSON', '/v1/users', { body: '{"email":' }, [400, 'malformed_json']],
    ['a member named twice', '/v1/users', { body: '{"email":"a@b.rw","email":"c@d.rw"}' }, [400, 'duplicate_member']],
    ['an empty body', '/v1/users', { body: '' }, [400, 'body_missing']],
    ['no body', '/v1/users', { method: 'POST' }, [400, 'body_missing']],
    ['null', '/v1/users', { body: 'null' }, [400, 'body_missing']],
    ['a list', '/v1/users', { body: [] }, [422, 'field_invalid']],
    [
      'another content type',
      '/v1/users',
      { body: '<a/>', headers: { 'content-type': 'text/xml' } },
      [415, 'unsupported_media_type'],
    ],
    [
      'plain text',
      '/v1/users',
      { body: 'hi', headers: { 'content-type': 'text/plain' } },
      [415, 'unsupported_media_type'],
    ],
    ['a body beyond the limit', '/v1/users', { body: { email: 'x'.repeat(300_000) } }, [413, 'body_too_large']],
    [
      'a batch beyond its limit',
      '/v1/payments/batch',
      { body: { items: ['x'.repeat(3_000_000)] } },
      [413, 'body_too_large'],
    ],
    ['a broken percent sign', '/v1/users/%zz', {}, [400, 'malformed_request']],
  ])('%s', async (_what, path, ask, expected) => {
    await refused(path, ask, expected);
  });

  it('names the methods there are', async () => {
    const answer = await service.ask('/v1/users', { method: 'DELETE' });
    expect(answer.headers.get('allow')).toBe('POST, GET');
  });

  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname, () => socket.write(text));
      let answer = '';
      socket.on('data', (bytes) => (answer += bytes.toString())).on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it('headers beyond the limit', async () => {
    const answer = await raw(`GET /v1/users/1 HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(problem.parse(JSON.parse(answer.split('\r\n\r\n')[1]!))).toMatchObject({ code: 'headers_too_large' });
  });

  it('an Idempotency-Key sent twice, which Node would join to one', async () => {
    const body = JSON.stringify(payment());
    const answer = await raw(
      `POST /v1/payments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${service.key}\r\nConnection: close\r\n` +
        `Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"idempotency_key_repeated"');
  });

  it('something that is not HTTP', async () => {
    const answer = await raw('HELO there\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(problem.parse(JSON.parse(answer.split('\r\n\r\n')[1]!))).toMatchObject({ code: 'malformed_request' });
  });
});

describe('a request without a right to it', () => {
  it.each<[string, string | null, string]>([
    ['no key', null, 'credentials_missing'],
    ['a word', 'secret', 'credentials_invalid'],
    ['a key that never was', `vf_test_${'A'.repeat(43)}`, 'credentials_invalid'],
    ['a key of the other mode', `vf_live_${'A'.repeat(43)}`, 'key_of_other_mode'],
  ])('%s', async (_what, key, code) => {
    const answer = await refused('/v1/payments', { key, body: payment(), idempotencyKey: 'x' }, [401, code]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('is refused before its body is read', async () => {
    await refused('/v1/payments', { key: null, body: '{"broken' }, [401, 'credentials_missing']);
  });

  it('a revoked key', async () => {
    const key = await service.newKey('revoked');
    await service.admin.query(
      "UPDATE api_keys SET revoked_at = now() FROM api_clients c WHERE c.id = client_id AND c.name = 'revoked'",
    );
    await refused('/v1/payments', { key, body: payment(), idempotencyKey: 'x' }, [401, 'credentials_invalid']);
  });

  it('an expired key', async () => {
    const key = await service.newKey('expired', undefined, new Date(Date.now() - 1_000));
    await refused('/v1/payments', { key, body: payment(), idempotencyKey: 'x' }, [401, 'credentials_invalid']);
  });

  it('a key without the scope', async () => {
    const key = await service.newKey('shop', ['payments:read', 'wallets:read']);
    const answer = await refused('/v1/payments', { key, body: payment(), idempotencyKey: 'x' }, [403, 'scope_missing']);
    expect(answer.body['detail']).toContain('payments:write');
    const topUp = { amount: 1, currency: 'RWF', provider: 'stripe' };
    await refused(`/v1/wallets/${rich}/top-ups`, { key, body: topUp, idempotencyKey: 'x' }, [403, 'scope_missing']);
  });
});

describe('a payment with a fault in it', () => {
  const deep = `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;

  it.each<[string, () => unknown, [number, string, string?]]>([
    ['a fraction of a franc', () => payment({ amount: 99.5 }), [422, 'amount_not_integer', 'amount']],
    ['an amount of zero', () => payment({ amount: 0 }), [422, 'amount_not_positive', 'amount']],
    ['a negative amount', () => payment({ amount: -100 }), [422, 'amount_not_positive', 'amount']],
    [
      'an amount beyond NUMERIC(15,2)',
      () => payment({ amount: 10_000_000_000_000 }),
      [422, 'amount_too_large', 'amount'],
    ],
    ['an amount beyond exact numbers', () => payment({ amount: 1e300 }), [422, 'amount_too_large', 'amount']],
    [
      'an amount that is not a number',
      () => JSON.stringify(payment()).replace('"amount":100', '"amount":NaN'),
      [400, 'malformed_json'],
    ],
    [
      'an amount with an exponent that makes a fraction',
      () => JSON.stringify(payment()).replace('"amount":100', '"amount":5e-1'),
      [422, 'amount_not_integer', 'amount'],
    ],
    [
      'an amount with an exponent beyond every number',
      () => JSON.stringify(payment()).replace('"amount":100', '"amount":1e400'),
      [422, 'amount_not_integer', 'amount'],
    ],
    ['an amount as text', () => payment({ amount: '100' }), [422, 'field_invalid', 'amount']],
    ['no amount', () => without('amount'), [422, 'field_missing', 'amount']],
    ['no currency', () => without('currency'), [422, 'field_missing', 'currency']],
    ['an unknown currency', () => payment({ currency: 'XAU' }), [422, 'field_invalid', 'currency']],
    ['an unknown provider', () => payment({ provider: 'paypal' }), [422, 'field_invalid', 'provider']],
    ['an unknown field', () => payment({ amonut: 1 }), [422, 'field_unknown', 'amonut']],
    ['an id that is none', () => payment({ sender_wallet_id: 'wal_1' }), [422, 'field_invalid', 'sender_wallet_id']],
    [
      'a user in the place of a wallet',
      () => payment({ recipient_wallet_id: `usr_${'a'.repeat(32)}` }),
      [422, 'field_invalid', 'recipient_wallet_id'],
    ],
    [
      'one wallet on both sides',
      () => payment({ recipient_wallet_id: rich }),
      [422, 'same_wallet', 'recipient_wallet_id'],
    ],
    [
      'an unknown sender',
      () => payment({ sender_wallet_id: `wal_${'a'.repeat(32)}` }),
      [404, 'wallet_not_found', 'sender_wallet_id'],
    ],
    [
      'an unknown recipient',
      () => payment({ recipient_wallet_id: `wal_${'a'.repeat(32)}` }),
      [404, 'wallet_not_found', 'recipient_wallet_id'],
    ],
    [
      'a clearing wallet as sender',
      () => payment({ sender_wallet_id: 'wal_00000000000070008001000000000001' }),
      [404, 'wallet_not_found', 'sender_wallet_id'],
    ],
    [
      'a control character in metadata',
      () => payment({ metadata: { a: 'x\u0000y' } }),
      [422, 'field_invalid', 'metadata.a'],
    ],
    [
      'a broken character in metadata',
      () => `{"metadata":{"a":"\\ud800"},${JSON.stringify(payment()).slice(1)}`,
      [422, 'field_invalid', 'metadata.a'],
    ],
    ['an object in metadata', () => payment({ metadata: { a: {} } }), [422, 'field_invalid', 'metadata.a']],
    [
      'a prototype in metadata',
      () => `{"metadata":{"__proto__":"x"},${JSON.stringify(payment()).slice(1)}`,
      [422, 'field_unknown', '__proto__'],
    ],
    [
      'metadata forty thousand levels deep',
      () => `{"\\u006detadata":${deep},${JSON.stringify(payment()).slice(1)}`,
      [422, 'field_invalid', 'metadata.a'],
    ],
    [
      'an unknown field forty thousand levels deep',
      () => `{"\\u0061":${deep},${JSON.stringify(payment()).slice(1)}`,
      [422, 'field_unknown', 'a'],
    ],
    [
      'too long a reference',
      () => payment({ client_reference: 'x'.repeat(256) }),
      [422, 'field_invalid', 'client_reference'],
    ],
  ])('%s', async (_what, body, expected) => {
    await refused('/v1/payments', { body: body(), idempotencyKey: crypto.randomUUID() }, expected);
  });

  it('tells every field at fault', async () => {
    const answer = await service.ask('/v1/payments', { body: { amount: 0.5, x: 1 }, idempotencyKey: 'several' });
    const errors = answer.body['errors'] as { code: string; param: string }[];
    expect(errors.map(({ code, param }) => `${param} ${code}`).toSorted()).toEqual([
      'amount amount_not_integer',
      'currency field_missing',
      'recipient_wallet_id field_missing',
      'sender_wallet_id field_missing',
      'x field_unknown',
    ]);
  });

  it.each<[string, Record<string, string>, [number, string]]>([
    ['no Idempotency-Key', {}, [400, 'idempotency_key_missing']],
    ['an empty Idempotency-Key', { 'idempotency-key': '' }, [400, 'idempotency_key_invalid']],
    ['an Idempotency-Key too long', { 'idempotency-key': 'x'.repeat(256) }, [400, 'idempotency_key_invalid']],
    ['an Idempotency-Key that is not ASCII', { 'idempotency-key': 'caf\u00e9' }, [400, 'idempotency_key_invalid']],
  ])('%s', async (_what, headers, expected) => {
    await refused('/v1/payments', { body: payment(), headers }, expected);
  });
});

describe('a payment that the wallets do not allow', () => {
  const failedWith = async (answer: Answer, status: number, code: string, param: string) => {
    expectProblem(answer, status, code, param);
    const stored = await service.ask(`/v1/payments/${String(answer.body['payment_id'])}`);
    expect(stored.body).toMatchObject({ status: 'failed', failure_code: code });
  };

  it('more than there is', async () => {
    const before = await service.count('ledger');
    await failedWith(await service.pay(poor, rich), 402, 'insufficient_funds', 'amount');
    expect(await service.count('ledger')).toBe(before);
  });

  it('a frozen wallet, on either side', async () => {
    const frozen = await service.wallet(1_000);
    await service.admin.query('UPDATE wallets SET is_frozen = true WHERE id = $1', [
      frozen.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    ]);
    await failedWith(await service.pay(frozen, rich), 422, 'wallet_frozen', 'sender_wallet_id');
    await failedWith(await service.pay(rich, frozen), 422, 'wallet_frozen', 'recipient_wallet_id');
  });

  it('another currency', async () => {
    await failedWith(await service.pay(rich, poor, { currency: 'USD' }), 422, 'currency_mismatch', 'sender_wallet_id');
  });

  it('more than a wallet can hold', async () => {
    const full = await service.wallet(0);
    const topUp = { amount: 9_999_999_999_999, currency: 'RWF', provider: 'stripe' };
    await service.ask(`/v1/wallets/${full}/top-ups`, { body: topUp, idempotencyKey: crypto.randomUUID() });
    await failedWith(await service.pay(rich, full), 422, 'balance_limit_exceeded', 'recipient_wallet_id');
  });
});

describe('users and wallets', () => {
  it('an address or number that somebody has', async () => {
    const phone = '+250788123456';
    await service.ask('/v1/users', { body: { email: 'once@example.com', phone } });
    await refused('/v1/users', { body: { email: 'Once@Example.com' } }, [409, 'email_taken', 'email']);
    await refused('/v1/users', { body: { email: 'other@example.com', phone } }, [409, 'phone_taken', 'phone']);
  });

  it('a second wallet, and a wallet for nobody', async () => {
    const wallet = await service.ask(`/v1/wallets/${rich}`);
    await refused('/v1/wallets', { body: { user_id: wallet.body['user_id'] } }, [409, 'wallet_exists', 'user_id']);
    await refused('/v1/wallets', { body: { user_id: `usr_${'b'.repeat(32)}` } }, [404, 'user_not_found', 'user_id']);
  });

  it.each([
    ['/v1/users/usr_1', 'user_not_found'],
    ['/v1/users/%00', 'user_not_found'],
    [`/v1/wallets/wal_${'c'.repeat(32)}`, 'wallet_not_found'],
    [`/v1/payments/pay_${'c'.repeat(32)}`, 'payment_not_found'],
    [`/v1/payments/wal_${'c'.repeat(32)}`, 'payment_not_found'],
  ])('%s', async (path, code) => {
    await refused(path, {}, [404, code]);
  });

  it('a top-up of a wallet that is not there', async () => {
    const topUp = { amount: 1, currency: 'RWF', provider: 'airtel' };
    const ask = { body: topUp, idempotencyKey: crypto.randomUUID() };
    await refused(`/v1/wallets/wal_${'c'.repeat(32)}/top-ups`, ask, [404, 'wallet_not_found']);
    await refused(`/v1/wallets/${rich}/top-ups`, { ...ask, body: { ...topUp, provider: 'internal' } }, [
      422,
      'field_invalid',
      'provider',
    ]);
  });
});
