import { openDatabase, platformScopes, type PaymentsDatabase } from '@vf/payments';
import { parseKeysCommand } from './keys-arguments.js';
import { runKeysCommand } from './keys-commands.js';
import { RunningService } from './running-service.fixture.js';

let service: RunningService;
let operator: PaymentsDatabase;

/** A command as its entry point runs it, under the login that an operator would have. */
const keys = (...args: string[]) => runKeysCommand(operator, 'test', parseKeysCommand(args));
const works = async (key: string) => (await service.ask('/v1/users/usr_1', { key })).status === 404;
const idIn = (note: string) => /key_[0-9a-f]{32}/.exec(note)![0];

beforeAll(async () => {
  service = await RunningService.start();
  await service.admin.query("CREATE ROLE vf_test_operator LOGIN PASSWORD 'vf_test_operator'").catch(() => undefined);
  await service.admin.query('GRANT app_admin TO vf_test_operator');
  const url = new URL(service.db.url);
  url.username = url.password = 'vf_test_operator';
  operator = openDatabase({ connectionString: url.href, maxConnections: 1 });
});
afterAll(async () => {
  await operator.destroy();
  await service[Symbol.asyncDispose]();
});

describe('an operator', () => {
  it('creates a key that may not do what only the platform may', async () => {
    const { result: key, note } = await keys('create', '--client', 'kiosk', '--reason', 'a new shop');
    expect(note).toMatch(/^key_[0-9a-f]{32} of new client kiosk \(cli_[0-9a-f]{32}\)/);
    expect(await works(key)).toBe(true);
    const { result } = await keys('list', '--client', 'kiosk', '--json');
    const [listed] = JSON.parse(result) as Record<string, unknown>[];
    expect(listed).toMatchObject({ id: idIn(note), state: 'active', hint: key.slice(0, 12), expires_at: null });
    expect(listed!['last_used_at']).toEqual(expect.any(String));
    expect(platformScopes).toContain('top_ups:write');
    for (const scope of platformScopes) expect(listed!['scopes']).not.toContain(scope);
    expect(result).not.toContain(key);
  });

  it('rotates a key: both work for a while, then the old one does not', async () => {
    const first = await keys('create', '--client', 'rotating', '--scopes', 'users:read', '--reason', 'r');
    const second = await keys('rotate', idIn(first.note), '--overlap-hours', '1', '--reason', 'yearly');
    expect([await works(first.result), await works(second.result)]).toEqual([true, true]);
    await expect(keys('rotate', idIn(first.note), '--reason', 'again')).rejects.toThrow('no such key');
    const third = await keys('rotate', idIn(second.note), '--overlap-hours', '0', '--reason', 'leaked');
    expect(await works(third.result)).toBe(true);
    const { rows } = await service.admin.query<{ scopes: string[]; ended: boolean }>(
      `SELECT k.scopes, k.expires_at <= now() AS ended FROM api_keys k JOIN api_clients c ON c.id = k.client_id
       WHERE c.name = 'rotating' ORDER BY k.created_at`,
    );
    expect(rows.map(({ scopes }) => scopes)).toEqual([['users:read'], ['users:read'], ['users:read']]);
    expect(rows.map(({ ended }) => ended)).toEqual([false, true, null]);
  });

  it('revokes a key', async () => {
    const { result: key, note } = await keys('create', '--client', 'gone', '--reason', 'r');
    await keys('revoke', idIn(note), '--reason', 'contract ended');
    expect((await service.ask('/v1/users/usr_1', { key })).status).toBe(401);
    await expect(keys('revoke', idIn(note), '--reason', 'again')).rejects.toThrow('revoked already');
  });

  it('leaves a trace of each act, with the login and the reason', async () => {
    const { note } = await keys('create', '--client', 'traced', '--reason', 'to see the trace');
    await keys('revoke', idIn(note), '--reason', 'seen');
    const { rows } = await service.admin.query<object>(
      `SELECT action, reason, database_login, after::text LIKE '%vf_test_%' AS has_hint FROM audit_log
       WHERE object_id = $1 ORDER BY at`,
      [
        idIn(note)
          .slice(4)
          .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      ],
    );
    const login = { database_login: 'vf_test_operator' };
    expect(rows).toEqual([
      { ...login, action: 'api_key.create', reason: 'to see the trace', has_hint: true },
      { ...login, action: 'api_key.revoke', reason: 'seen', has_hint: null },
    ]);
  });

  it.each([
    [[], 'Usage:'],
    [['burn'], 'Usage:'],
    [['create', '--client', 'x'], '--reason is required'],
    [['create', '--reason', 'x'], '--client is required'],
    [['rotate', '--reason', 'x'], 'Name the key by its id'],
    [['revoke', 'key_1', '--reason', 'x'], 'Name the key by its id'],
    [['rotate', `key_${'0'.repeat(32)}`, '--reason', 'x', '--overlap-hours', 'two'], '--overlap-hours takes'],
    [['limit', '--client', 'x', '--reason', 'x', '--requests', '0'], '--requests takes'],
  ])('is told how %j is used', (args, message) => {
    expect(() => parseKeysCommand(args)).toThrow(message);
  });
});

describe('the limit of a key', () => {
  it('is told in every answer, ends in 429, and a 429 takes no idempotency key', async () => {
    await using limited = await RunningService.start({ RATE_LIMIT_REQUESTS: 40, RATE_LIMIT_WINDOW_SECONDS: 600 });
    const [from, to] = [await limited.wallet(1_000), await limited.wallet(0)];
    const key = await limited.newKey('shop');
    const left: string[] = [];
    for (let asked = 0; asked < 40; asked += 1) {
      const answer = await limited.ask('/v1/users/usr_1', { key });
      left.push(answer.headers.get('ratelimit-remaining')!);
      expect(answer).toMatchObject({ status: 404 });
      expect(answer.headers.get('ratelimit-limit')).toBe('40');
    }
    expect(left.slice(-2)).toEqual(['1', '0']);
    const refused = await limited.pay(from, to, {}, { key, idempotencyKey: 'once' });
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryable: true } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(refused.headers.get('ratelimit-reset'))).toBeGreaterThan(500);
    // Another key of the same client is counted apart, and finds the idempotency key free.
    expect((await limited.pay(from, to, {}, { idempotencyKey: 'once' })).status).toBe(201);
  });

  it('can be the client’s own', async () => {
    await keys('create', '--client', 'slow', '--reason', 'r');
    await keys('limit', '--client', 'slow', '--requests', '2', '--reason', 'trial');
    const key = await service.newKey('slow');
    const answer = await service.ask('/v1/users/usr_1', { key });
    expect([answer.headers.get('ratelimit-limit'), answer.headers.get('ratelimit-remaining')]).toEqual(['2', '1']);
    await expect(keys('limit', '--client', 'nobody', '--reason', 'x')).rejects.toThrow('no client nobody');
  });
});
