import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurableFrontier, libraryAcknowledgement } from './durable-frontier.js';
import { parseLsn } from './lsn.js';

type Step = { kind: 'transaction' | 'open' } | { kind: 'durable'; pick: number } | { kind: 'keepalive'; ahead: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('transaction' as const, 'open' as const) }),
  fc.record({ kind: fc.constant('durable' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('keepalive' as const), ahead: fc.nat(100) }),
);

interface Known {
  commitLsn: bigint;
  endLsn: bigint;
  committed: boolean;
  durable: boolean;
}

/** Plays the steps and remembers, beside the frontier, what is true. */
class World {
  readonly frontier = new DurableFrontier(100n);
  readonly transactions: Known[] = [];
  at = 100n;

  play(step: Step): void {
    switch (step.kind) {
      case 'transaction':
      case 'open':
        this.commitOpen();
        this.begin();
        if (step.kind === 'transaction') this.commitOpen();
        break;
      case 'durable': {
        const chosen = this.transactions[step.pick % Math.max(1, this.transactions.length)];
        if (!chosen) break;
        chosen.durable = true;
        this.frontier.markDurable(chosen.commitLsn);
        break;
      }
      case 'keepalive':
        // Other databases' log: nothing of ours lies in it, so the next commit comes after it.
        this.at += BigInt(step.ahead);
        this.frontier.keepalive(this.at);
    }
  }

  begin(): void {
    const transaction = { commitLsn: this.at, endLsn: this.at + 20n, committed: false, durable: false };
    this.at += 20n;
    this.transactions.push(transaction);
    this.frontier.begin(transaction.commitLsn);
  }

  commitOpen(): void {
    const open = this.transactions.at(-1);
    if (!open || open.committed) return;
    open.committed = true;
    this.frontier.commit(open.commitLsn, open.endLsn);
  }
}

describe('the durable frontier', () => {
  it('never covers the commit of a transaction that is not durable, and never falls', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const world = new World();
        let before = world.frontier.confirmable;
        for (const step of steps) {
          world.play(step);
          const { confirmable } = world.frontier;
          const missing = world.transactions.find(({ durable, committed }) => !durable || !committed);
          if (missing) expect(confirmable).toBeLessThanOrEqual(missing.commitLsn);
          expect(confirmable).toBeGreaterThanOrEqual(before);
          before = confirmable;
        }
      }),
    );
  });

  it('comes to the end of the log once everything is durable, in whatever order that happened', () => {
    const orders = fc
      .integer({ min: 1, max: 40 })
      .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count }));
    fc.assert(
      fc.property(orders, (order) => {
        const world = new World();
        for (const _ of order) world.play({ kind: 'transaction' });
        for (const pick of order) world.play({ kind: 'durable', pick });
        expect(world.frontier.confirmable).toBe(world.at);
        expect(world.frontier.idle).toBe(true);
      }),
    );
  });

  it('does not take a keepalive for durability while a transaction is open, queued or in flight', () => {
    const frontier = new DurableFrontier(100n);
    frontier.begin(120n);
    frontier.keepalive(500n);
    expect(frontier.confirmable).toBe(100n);
    frontier.commit(120n, 140n);
    frontier.keepalive(500n);
    expect(frontier.confirmable).toBe(100n);
    frontier.markDurable(120n);
    expect(frontier.confirmable).toBe(140n);
    frontier.keepalive(500n);
    expect(frontier.confirmable).toBe(500n);
  });

  it('refuses commits out of order, nested transactions and commits without a begin', () => {
    const frontier = new DurableFrontier(0n);
    frontier.begin(10n);
    expect(() => frontier.begin(20n)).toThrow(RangeError);
    expect(() => frontier.commit(11n, 20n)).toThrow(RangeError);
    frontier.commit(10n, 20n);
    expect(() => frontier.commit(10n, 20n)).toThrow(RangeError);
    expect(() => frontier.begin(10n)).toThrow(RangeError);
  });

  it('stays exact over many transactions', () => {
    const frontier = new DurableFrontier(0n);
    for (let lsn = 1n; lsn <= 5_000n; lsn += 1n) {
      frontier.begin(lsn * 10n);
      frontier.commit(lsn * 10n, lsn * 10n + 10n);
      if (lsn > 3n) frontier.markDurable((lsn - 3n) * 10n);
    }
    expect(frontier.confirmable).toBe(4_998n * 10n);
    expect(frontier.pending).toBe(3);
  });

  it('hands the library one less, across the border of the halves too', () => {
    expect(parseLsn(libraryAcknowledgement(0x1_0000_0000n))).toBe(0xffff_ffffn);
    expect(libraryAcknowledgement(0x2_0000_0001n)).toBe('2/0');
  });
});
