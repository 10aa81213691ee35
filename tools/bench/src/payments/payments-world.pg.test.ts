import { describe, expect, it } from '@jest/globals';
import { testPostgresUrl, withConnection } from '@vf/testing';
import { randomBytes } from 'node:crypto';
import { createPaymentsWorld } from './payments-world.js';
import { runSixStatementsInNode } from './six-statements-client.js';

const SECONDS = 1;
const CLIENTS = 4;

describe('the world that payments are measured on', () => {
  it('adds up after the six statements, and says what does not', async () => {
    await using world = await createPaymentsWorld(testPostgresUrl(), `bench_${randomBytes(4).toString('hex')}`);
    const load = { databaseUrl: world.url, seconds: SECONDS, clients: CLIENTS };
    const rates = [
      await runSixStatementsInNode({ ...load, hot: false }),
      await runSixStatementsInNode({ ...load, hot: true }),
    ];
    const after = await world.check();
    expect(after).toMatchObject({ holds: true, broken: [] });
    expect(after.payments).toBe(Math.round(rates.reduce((sum, rate) => sum + rate, 0) * SECONDS));
    await withConnection(
      (client) => client.query('UPDATE wallets SET balance = balance + 1 WHERE ledger_seq > 0'),
      world.url,
    );
    const broken = await world.check();
    expect(broken.holds).toBe(false);
    expect(broken.broken.map((what) => what.replace(/ \(\d+\)$/, ''))).toEqual([
      'money was made or lost',
      'a wallet that is not its last entry',
    ]);
  }, 60_000);
});
