import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareCommits, formatLsn, parseLsn } from './commit-position.js';
import { selectCut, type Cut } from './cut.js';
import type { Entry } from './entry.js';
import { LEDGER_TOPIC, anySource, appliedAfter, interleaving, type Source } from './source.fixture.js';
import { trialBalanceOf } from './trial-balance.js';
import { standingOf, sumsOf } from './wallet-standing.js';

const topics = new Set([LEDGER_TOPIC]);

const cutAfter = (source: Source, turns: readonly number[]) =>
  selectCut(
    [...source.marks].reverse(),
    topics,
    (_topic, partition) => appliedAfter(source, turns).offsets[partition] ?? 0n,
  );

function totalsOf(entries: readonly Entry[]) {
  const wallets = [...new Set(entries.map((entry) => entry.walletId))];
  return wallets.map((walletId) => ({
    walletId,
    currency: 'RWF',
    sums: sumsOf(entries.filter((entry) => entry.walletId === walletId)),
  }));
}

const upTo = (entries: readonly Entry[], cut: Cut) => entries.filter((entry) => compareCommits(entry.commit, cut) <= 0);

describe('a cut', () => {
  it('holds exactly the entries of the source at its commit, so its trial balance is zero, however partitions interleave', () => {
    fc.assert(
      fc.property(anySource, interleaving, (source, turns) => {
        const cut = cutAfter(source, turns);
        if (!cut) return;
        const here = upTo(appliedAfter(source, turns).entries, cut);
        expect(here.map((entry) => entry.ledgerId)).toEqual(
          upTo(source.log.flat(), cut)
            .sort((a, b) => compareCommits(a.commit, b.commit))
            .map((entry) => entry.ledgerId),
        );
        const { totals, incomplete } = trialBalanceOf(totalsOf(here));
        expect(incomplete).toEqual([]);
        expect(totals.every((total) => total.difference === 0n)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never goes back, and is the newest mark once all is applied', () => {
    fc.assert(
      fc.property(anySource, interleaving, (source, turns) => {
        const cuts = turns.map((_, n) => cutAfter(source, turns.slice(0, n))?.lsn ?? 0n);
        expect(cuts).toEqual([...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
        const all = source.log.flatMap((entries, partition) => entries.map(() => partition));
        expect(cutAfter(source, all)?.lsn).toBe(source.marks.at(-1)?.lsn);
      }),
    );
  });

  it('is held back by one partition that lags', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const lagging = source.log.findIndex((entries) => entries.length > 0);
        if (lagging < 0) return;
        const turns = source.log.flatMap((entries, n) => (n === lagging ? [] : entries.map(() => n)));
        const first = source.log[lagging]?.[0];
        expect(cutAfter(source, turns)?.lsn ?? 0n).toBeLessThan(first?.commit.lsn ?? 0n);
      }),
    );
  });

  it('does not wait for topics of other consumers, nor take the marks of other pipelines for its own', () => {
    const mark = { pipeline: 'payments', epoch: 1, lsn: 1n, committedUs: 0n, complete: true };
    const own = { ...mark, partitions: { [LEDGER_TOPIC]: { '0': '0' }, 'vf.public.users': { '0': '9' } } };
    const foreign = { ...mark, lsn: 2n, partitions: { 'vf.fraud.alerts': { '0': '0' } } };
    expect(selectCut([foreign, own], topics, () => 0n)).toBe(own);
    // Half-read sources have no state to tell of.
    expect(selectCut([{ ...own, lsn: 3n, complete: false }, own], topics, () => 9n)).toBe(own);
  });
});

describe('a wallet', () => {
  it('with a missing entry is incomplete, wherever it is missing but at the end', () => {
    fc.assert(
      fc.property(anySource, fc.nat(), (source, pick) => {
        const entries = source.log.flat();
        const missing = entries[pick % Math.max(1, entries.length)];
        if (!missing) return;
        const rest = entries.filter((entry) => entry.walletId === missing.walletId && entry !== missing);
        const isLast = rest.every((entry) => entry.walletSeq < missing.walletSeq);
        expect(standingOf(sumsOf(rest)).state).toBe(isLast ? 'complete' : 'incomplete');
      }),
    );
  });

  it('is left out of the totals when it is incomplete or unknown, and named', () => {
    const sums = { entries: 1n, lastSeq: 2n, lastBalance: 5n, debits: 0n, credits: 5n };
    const whole = { ...sums, lastSeq: 1n };
    expect(
      trialBalanceOf([
        { walletId: 'gap', currency: 'RWF', sums },
        { walletId: 'unknown', currency: undefined, sums: whole },
        { walletId: 'whole', currency: 'RWF', sums: whole },
      ]),
    ).toEqual({
      totals: [{ currency: 'RWF', debits: 0n, credits: 5n, difference: -5n, wallets: 1 }],
      incomplete: ['gap', 'unknown'],
    });
  });
});

describe('an LSN', () => {
  it('reads as PostgreSQL writes it', () => {
    expect(formatLsn(0x16_b374_d848n)).toBe('16/B374D848');
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (lsn) => parseLsn(formatLsn(lsn)) === lsn));
    expect(() => parseLsn('16B374D848')).toThrow(RangeError);
  });
});
