import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsOracle } from './rows-oracle.js';
import { openSourceDatabase, type SourceDatabase } from './source-database.fixture.js';

let source: SourceDatabase;

beforeAll(async () => {
  source = await openSourceDatabase();
});
afterAll(async () => {
  await source[Symbol.asyncDispose]();
});

describe('the rows oracle', () => {
  it('writes every column as the rows family does', async () => {
    const id = '00000000-0000-7000-8000-00000000000a';
    await source.client.query(
      `INSERT INTO users (id, email, metadata, created_at)
       VALUES ($1, 'a@example.com', '{"n": 1.50}', '2026-11-24 12:00:00.5+02')`,
      [id],
    );
    await source.client.query(
      `INSERT INTO wallets (user_id, balance, updated_at) VALUES ($1, 1.50, '2026-11-24 12:00:00.5+02')`,
      [id],
    );
    expect(await rowsOracle(source.client, 'users')).toEqual(
      new Map([
        [
          `{"id":"${id}"}`,
          {
            id,
            email: 'a@example.com',
            phone: null,
            role: 'customer',
            kyc_status: 'pending',
            metadata: '{"n": 1.50}',
            created_at: '2026-11-24T10:00:00.500000Z',
            client_id: null,
          },
        ],
      ]),
    );
    const [wallet] = [...(await rowsOracle(source.client, 'wallets')).values()];
    expect(wallet).toMatchObject({ user_id: id, balance: '1.50', currency: 'RWF', is_frozen: false, row_version: 1 });
  });
});
