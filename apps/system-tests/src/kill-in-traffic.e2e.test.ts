import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { runDemo } from '@vf/demo';
import { eventually } from '@vf/testing';
import { expectAllEqual } from './all-equal.fixture.js';
import { freezeByCommand, freezesOf } from './freeze-by-command.fixture.js';
import { schemaFaultsIn } from './schema-faults.fixture.js';
import { runningStack, type RunningStack } from './running-stack.fixture.js';
import { listenForWebhooks, untoldPayments } from './webhook-listener.fixture.js';

const PAYMENTS = 1_500;
const DEMO_PATIENCE_MS = 120_000;
const TEST_TIMEOUT_MS = 300_000;
const RESTART_LIMIT_MS = 60_000;

/** Each process and server, and the share of the day after which it is killed. */
const KILLS = [
  { name: 'cdc-worker', after: 0.1 },
  { name: 'fraud', after: 0.2 },
  { name: 'ledger-projection', after: 0.3 },
  { name: 'webhooks', after: 0.35 },
  { name: 'payments', after: 0.4 },
  { name: 'kafka', after: 0.5 },
  { name: 'cdc-worker', after: 0.6 },
  { name: 'postgres', after: 0.75 },
] as const;

jest.setTimeout(TEST_TIMEOUT_MS);

/** Kills each process once the payments have come so far, without a chance to clean up. */
class Killer {
  readonly killed: { name: string; pid: number }[] = [];
  readonly #stack: RunningStack;

  constructor(stack: RunningStack) {
    this.#stack = stack;
  }

  onProgress(done: number, total: number): void {
    const next = KILLS[this.killed.length];
    if (!next || done < next.after * total) return;
    const pid = this.#stack.pidOf(next.name);
    process.kill(pid, 'SIGKILL');
    this.killed.push({ name: next.name, pid });
  }

  /** Waits until everything killed runs again, under another process id. */
  async everythingRunsAgain(): Promise<void> {
    const deadline = Date.now() + RESTART_LIMIT_MS;
    for (const { name, pid } of this.killed) {
      while (this.#stack.pidOf(name) === pid) {
        if (Date.now() > deadline) throw new Error(`${name} was not started again`);
        await sleep(100);
      }
    }
  }
}

/** The processes the launcher saw die: those that were killed, and nobody else of grief. */
function deathsReported(reports: readonly string[]): string[] {
  return reports.flatMap((line) => /Starting ([a-z-]+) again\.$/.exec(line)?.[1] ?? []).sort();
}

describe('the whole flow, with each process killed in mid-traffic', () => {
  it('loses nothing, doubles nothing, and agrees from end to end', async () => {
    await using stack = await runningStack();
    await using listener = await listenForWebhooks(stack.access);
    const killer = new Killer(stack);
    const equalities = await runDemo(stack.access, {
      payments: PAYMENTS,
      seed: 7,
      concurrency: 32,
      patienceMs: DEMO_PATIENCE_MS,
      progress: (phase, done, total) => {
        if (phase === 'paying') killer.onProgress(done, total);
      },
    });
    await killer.everythingRunsAgain();
    expect(deathsReported(stack.reports)).toEqual(KILLS.map(({ name }) => name).sort());
    expect(killer.killed.map(({ name }) => name)).toEqual(KILLS.map(({ name }) => name));
    expect(equalities.length).toBeGreaterThan(10);
    expectAllEqual(equalities);
    // Each payment was told to its client, by its last state, though workers died with deliveries under way.
    await eventually(async () => expect(await untoldPayments(stack.access, listener)).toEqual([]), {
      timeoutMs: DEMO_PATIENCE_MS,
      intervalMs: 500,
    });
    expect(listener.unsigned).toBe(0);
    const command = await freezeByCommand(stack.access);
    expect(command).toMatchObject({ status: 'executed', actor: 'analyst', reason: 'drill' });
    expect(await freezesOf(stack.access, command.wallet_id)).toEqual([{ is_frozen: true, freezes: 1 }]);
    const { faults, judged } = await schemaFaultsIn(stack.access);
    expect(faults).toEqual([]);
    expect(judged).toEqual(
      expect.arrayContaining([
        ...['fraud.alerts', 'fraud.commands', 'payments.command-results'],
        ...['progress', 'capture.positions', 'public.ledger'],
      ]),
    );
  });
});
