import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { runDemo } from '@vf/demo';
import { expectAllEqual } from './all-equal.fixture.js';
import { freeze } from './process-tree.fixture.js';
import { runningStack } from './running-stack.fixture.js';

const PAYMENTS = 3_000;
const OUTAGE_MS = 3 * 60_000;
const PATIENCE_MS = 10 * 60_000;

jest.setTimeout(30 * 60_000);

describe('the whole flow, with a server away for minutes', () => {
  it.each(['kafka', 'postgres'])('agrees from end to end after %s has answered nothing meanwhile', async (server) => {
    await using stack = await runningStack();
    let outage: Promise<void> | undefined;
    const away = async () => {
      const wake = freeze(stack.pidOf(server));
      await sleep(OUTAGE_MS);
      wake();
    };
    const equalities = await runDemo(stack.access, {
      payments: PAYMENTS,
      seed: 11,
      concurrency: 32,
      patienceMs: PATIENCE_MS,
      progress: (phase, done, total) => {
        if (phase === 'paying' && done > total / 3) outage ??= away();
      },
    });
    await outage;
    expect(outage).toBeDefined();
    expectAllEqual(equalities);
    // Nobody died of it: waiting is what a process does while another is away.
    expect(stack.reports.filter((line) => line.includes('again'))).toEqual([]);
  });
});
