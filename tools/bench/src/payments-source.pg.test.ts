import { describe, expect, it } from '@jest/globals';
import { migrate } from '@vf/migrations';
import { migrationsDirectory } from '@vf/payments';
import { templateDatabase } from '@vf/testing';
import { paymentsSourceIn } from './payments-source.js';
import { runSteadyLoad } from './steady-load.js';

const template = templateDatabase({
  name: 'bench_source',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

describe('the source of the benchmarks', () => {
  it('holds payments as posting commits them: five changes each, entries in order, money conserved', async () => {
    await using database = await template.create();
    const source = await paymentsSourceIn(database.url);
    await source.seed();
    await source.writeBacklog(20);
    await runSteadyLoad({ url: source.url, perSecond: 50, seconds: 1 });
    const { rows } = await source.query(`
      SELECT (SELECT count(*)::int FROM payments) AS payments,
        (SELECT count(*)::int FROM ledger) AS entries,
        (SELECT sum(ledger_seq)::int FROM wallets) AS wallet_changes,
        (SELECT sum(balance) = count(*) * 1000000000 FROM wallets) AS conserved`);
    expect(rows).toEqual([{ payments: 70, entries: 140, wallet_changes: 140, conserved: true }]);
  });
});
