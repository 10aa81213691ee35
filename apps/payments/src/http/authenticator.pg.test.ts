import { migrate } from '@vf/migrations';
import {
  addApiKey,
  hashOfApiKey,
  migrationsDirectory,
  newApiKey,
  openDatabase,
  type PaymentsDatabase,
} from '@vf/payments';
import { templateDatabase, type TestDatabase } from '@vf/testing';
import pg from 'pg';
import { Authenticator } from './authenticator.js';

const vendorflow = templateDatabase({
  name: 'payments_app',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});
const CACHE_MS = 5_000;

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
    authenticator = new Authenticator({ db, mode: 'test', cacheMs: CACHE_MS, now: () => now });
  });
  afterEach(async () => {
    await db.destroy();
    await test[Symbol.asyncDispose]();
  });

  const add = (expiresAt: Date | null = null) =>
    addApiKey(db, { clientName: 'shop', keyHash: hashOfApiKey(key), scopes: ['payments:read'], expiresAt });
  const revoke = async () => {
    const admin = new pg.Client(test.url);
    await admin.connect();
    await admin.query('UPDATE api_keys SET revoked_at = now()');
    await admin.end();
  };

  it('believes a revoked key for its few seconds, and not longer', async () => {
    const { clientId } = await add();
    expect(await authenticator.holderOf(`Bearer ${key}`)).toMatchObject({ clientId });
    await revoke();
    now += CACHE_MS - 1;
    expect(await authenticator.holderOf(`bearer ${key}`)).toMatchObject({ clientId });
    now += 1;
    await expect(authenticator.holderOf(`Bearer ${key}`)).rejects.toMatchObject({ code: 'credentials_invalid' });
  });

  it('does not believe a key beyond its expiry, however lately it was seen', async () => {
    await add(new Date(now + 1_000));
    await authenticator.holderOf(`Bearer ${key}`);
    now += 1_000;
    // The database's clock has not come so far, so only the cached expiry can refuse it; it is then looked up anew.
    await revoke();
    await expect(authenticator.holderOf(`Bearer ${key}`)).rejects.toMatchObject({ code: 'credentials_invalid' });
  });

  it('finds a key that is made after it was refused', async () => {
    await expect(authenticator.holderOf(`Bearer ${key}`)).rejects.toMatchObject({ code: 'credentials_invalid' });
    await add();
    expect((await authenticator.holderOf(`Bearer ${key}`)).scopes).toEqual(new Set(['payments:read']));
  });

  it('keeps no key, only its hash, and adds keys to the client there is', async () => {
    const first = await add();
    key = newApiKey('test');
    expect(await add()).toEqual({ clientId: first.clientId, isNewClient: false });
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
