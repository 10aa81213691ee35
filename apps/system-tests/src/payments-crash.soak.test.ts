import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keptPromises } from './kept-promises.fixture.js';
import { startMoneyLoad } from './money-load.fixture.js';
import { untilAnswered } from './until-answered.fixture.js';
import { paymentsProcesses } from './payments-world.fixture.js';

const CRASHES = 40;
const MOST_ANSWERS_BETWEEN = 400;

describe('payments under load, for long', () => {
  it('keep every promise through dozens of deaths of the database and of the service', async () => {
    await using processes = await paymentsProcesses();
    const load = await startMoneyLoad(processes);
    for (let crash = 0; crash < CRASHES; crash += 1) {
      await untilAnswered(load, randomInt(1, MOST_ANSWERS_BETWEEN));
      await (crash % 2 ? processes.crashService() : processes.crashDatabase());
    }
    await untilAnswered(load, MOST_ANSWERS_BETWEEN);
    const { broken, acknowledged, unknown, found } = await keptPromises(processes, await load.stop());
    expect(broken).toEqual([]);
    expect(acknowledged).toBeGreaterThan(1_000);
    // Some were done though nobody could say so, and their keys told.
    expect(unknown).toBeGreaterThan(found);
    expect(found).toBeGreaterThan(0);
  }, 1_800_000);
});
