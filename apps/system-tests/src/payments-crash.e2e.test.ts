import { describe, expect, it } from '@jest/globals';
import { keptPromises } from './kept-promises.fixture.js';
import { startMoneyLoad } from './money-load.fixture.js';
import { untilAnswered } from './until-answered.fixture.js';
import { paymentsProcesses } from './payments-world.fixture.js';

describe('payments under load', () => {
  it('keep every promise when PostgreSQL is stopped at once, and when the service is killed', async () => {
    await using processes = await paymentsProcesses();
    const load = await startMoneyLoad(processes);
    await untilAnswered(load, 200);
    await processes.crashDatabase();
    await untilAnswered(load, 200);
    await processes.crashService();
    await untilAnswered(load, 200);
    const { broken, acknowledged, unknown } = await keptPromises(processes, await load.stop());
    expect(broken).toEqual([]);
    expect(acknowledged).toBeGreaterThan(100);
    expect(unknown).toBeGreaterThan(0);
  }, 180_000);
});
