import { migrate } from '@vf/migrations';
import {
  addApiKey,
  hashOfApiKey,
  hintOfApiKey,
  migrationsDirectory,
  newApiKey,
  openDatabase,
  type PaymentsDatabase,
} from '@vf/payments';
import { templateDatabase, type TestDatabase } from '@vf/testing';
import pg from 'pg';
import { Authenticator } from './authenticator.js';
import { RateLimits } from './rate-limits.js';

const vendorflow = templateDatabase({
  name: 'payments_app',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});
const CACHE_MS = 5_000;
const TRIES = 3;
const ADDRESS = '192.0.2.1';

describe('Authenticator', () => {
  let test: TestDatabase;
  let db: PaymentsDatabase;
  let now: number;
  let key: string;
  let authenticator: Authenticator;

  beforeEach(async () => {
    test = await vendorflow.create();
    db = openDatabase({ connectionString: test.urlFor('payments_service') });
    now = Date.now();
    key = newApiKey('test');
    const limits = new RateLimits({ requests: 1, windowSeconds: 1, unknownKeys: TRIES });
    authenticator = new Authenticator({ db, mode: 'test', limits, cacheMs: CACHE_MS, now: () => now });
  });
  afterEach(async () => {
    await db.destroy();
    await test[Symbol.asyncDispose]();
  });

  const add = (expiresAt: Date | null = null) =>
    addApiKey(db, {
      clientName: 'shop',
      keyHash: hashOfApiKey(key),
      hint: hintOfApiKey(key),
      scopes: ['payments:read'],
      expiresAt,
      reason: 'a test',
    });
  const revoke = async () => {
    const admin = new pg.Client(test.url);
    await admin.connect();
    await admin.query('UPDATE api_keys SET revoked_at = now()');
    await admin.end();
  };

  it('believes a revoked key for its few seconds, and not longer', async () => {
    const { clientId } = await add();
    expect(await authenticator.holderOf(`Bearer ${key}`, ADDRESS)).toMatchObject({ clientId });
    await revoke();
    now += CACHE_MS - 1;
    expect(await authenticator.holderOf(`bearer ${key}`, ADDRESS)).toMatchObject({ clientId });
    now += 1;
    await expect(authenticator.holderOf(`Bearer ${key}`, ADDRESS)).rejects.toMatchObject({
      code: 'credentials_invalid',
    });
  });

  it('does not believe a key beyond its expiry, however lately it was seen', async () => {
    await add(new Date(now + 1_000));
    await authenticator.holderOf(`Bearer ${key}`, ADDRESS);
    now += 1_000;
    // The database's clock has not come so far, so only the cached expiry can refuse it; it is then looked up anew.
    await revoke();
    await expect(authenticator.holderOf(`Bearer ${key}`, ADDRESS)).rejects.toMatchObject({
      code: 'credentials_invalid',
    });
  });

  it('finds a key that is made after it was refused', async () => {
    await expect(authenticator.holderOf(`Bearer ${key}`, ADDRESS)).rejects.toMatchObject({
      code: 'credentials_invalid',
    });
    await add();
    expect((await authenticator.holderOf(`Bearer ${key}`, ADDRESS)).scopes).toEqual(new Set(['payments:read']));
  });

  it('tells an address that guesses keys to wait, whatever it tries, and lets a key that was good go on', async () => {
    await add();
    const good = `Bearer ${key}`;
    await authenticator.holderOf(good, ADDRESS);
    const guess = () => authenticator.holderOf(`Bearer ${newApiKey('test')}`, ADDRESS);
    for (let tried = 0; tried < TRIES; tried += 1)
      await expect(guess()).rejects.toMatchObject({ code: 'credentials_invalid' });
    await expect(guess()).rejects.toMatchObject({
      code: 'rate_limited',
      headers: { 'ratelimit-limit': String(TRIES) },
    });
    await expect(authenticator.holderOf(undefined, ADDRESS)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(authenticator.holderOf(undefined, '192.0.2.2')).rejects.toMatchObject({ code: 'credentials_missing' });
    now += CACHE_MS;
    expect(await authenticator.holderOf(good, ADDRESS)).toHaveProperty('keyId');
  });

  it('notes the use of a key once an hour, not at each request', async () => {
    await add();
    const used = async () =>
      (await pgRows(test.url, 'SELECT last_used_at::text AS at, xmin::text FROM api_keys')).rows as object[];
    const look = async () => {
      now += CACHE_MS;
      await authenticator.holderOf(`Bearer ${key}`, ADDRESS);
      return used();
    };
    expect(await used()).toEqual([expect.objectContaining({ at: null })]);
    const first = await look();
    expect(first).toEqual([expect.objectContaining({ at: expect.any(String) as string })]);
    expect(await look()).toEqual(first);
    await pgRows(test.url, "UPDATE api_keys SET last_used_at = now() - interval '61 minutes'");
    expect(await look()).not.toEqual(first);
  });

  it('keeps no key, only its hash, and adds keys to the client there is', async () => {
    const first = await add();
    key = newApiKey('test');
    expect(await add()).toMatchObject({ clientId: first.clientId, isNewClient: false });
    const { rows } = await pgRows(test.url, 'SELECT key_hash FROM api_keys');
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(key.slice(8));
  });
});

async function pgRows(url: string, query: string) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await client.query(query);
  } finally {
    await client.end();
  }
}
