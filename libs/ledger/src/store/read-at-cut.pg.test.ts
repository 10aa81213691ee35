import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareCommits, formatLsn } from '../domain/commit-position.js';
import type { Cut, ProgressMark } from '../domain/cut.js';
import type { Entry } from '../domain/entry.js';
import { LEDGER_TOPIC, anySource, appliedAfter, interleaving, walletId } from '../domain/source.fixture.js';
import { trialBalanceOf } from '../domain/trial-balance.js';
import { sumsOf } from '../domain/wallet-standing.js';
import { storeEntries, storePayments, storeWallets } from './apply-changes.js';
import { GROUP, openLedgerDatabase, type TestLedgerDatabase } from './ledger-database.fixture.js';
import { storeMarks } from './progress.js';
import { readAtCut } from './read-at-cut.js';
import { statementAtCut } from './statement.js';
import { allTotalsAtCut, walletsAtCut } from './wallet-totals.js';

const consumed = { groupId: GROUP, topics: new Set([LEDGER_TOPIC]) };

let database: TestLedgerDatabase;

beforeAll(async () => {
  database = await openLedgerDatabase();
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});
beforeEach(() => database.clear());

const apply = (entries: readonly Entry[]) => database.db.transaction().execute((tx) => storeEntries(tx, entries));
const mark = (marks: readonly ProgressMark[]) =>
  database.db.transaction().execute((tx) => storeMarks(tx, consumed, marks));
const totals = (asked?: Cut) => readAtCut(database.db, consumed, allTotalsAtCut, asked);

const wallet = (n: number, lsn = 0n) => ({
  id: walletId(n),
  userId: walletId(n + 100),
  currency: 'RWF',
  kind: 'user',
  commit: { epoch: 1, lsn },
});
const wallets = Array.from({ length: 8 }, (_, n) => wallet(n));
const storeAllWallets = () => database.db.transaction().execute((tx) => storeWallets(tx, wallets));

/** What the entries up to the cut come to, by the pure functions. */
const totalsOf = (entries: readonly Entry[], cut: Cut) =>
  wallets.map(({ id }) => ({
    walletId: id,
    currency: 'RWF',
    sums: sumsOf(entries.filter((entry) => entry.walletId === id && compareCommits(entry.commit, cut) <= 0)),
  }));

const walk = fc.record({ source: anySource, turns: interleaving });

describe('reading at a cut', () => {
  it('gives the source’s state at a commit, with a trial balance of zero, wherever the partitions stand', async () => {
    await fc.assert(
      fc.asyncProperty(walk, async ({ source, turns }) => {
        await database.clear();
        await storeAllWallets();
        for (let done = 0; done <= turns.length; done += 10) {
          const { entries, offsets } = appliedAfter(source, turns.slice(0, done));
          await apply(entries);
          for (const [partition, offset] of offsets.entries())
            await database.setPosition(LEDGER_TOPIC, partition, offset);
          await mark(source.marks);
          const read = await totals();
          if (read.kind !== 'read') continue;
          expect(read.answer).toEqual(totalsOf(source.log.flat(), read.cut));
          const balance = trialBalanceOf(read.answer);
          expect(balance.incomplete).toEqual([]);
          expect(balance.totals.every((total) => total.difference === 0n)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it('has nothing to say before a mark is applied, and goes on with it as soon as the partition that lags has come up', async () => {
    const ends = { [LEDGER_TOPIC]: { '0': '2', '1': '1' } };
    await mark([{ pipeline: 'payments', epoch: 1, lsn: 0x100n, committedUs: 7n, partitions: ends, complete: true }]);
    await database.setPosition(LEDGER_TOPIC, 0, 2n);
    expect(await totals()).toEqual({ kind: 'no-cut' });
    await database.setPosition(LEDGER_TOPIC, 1, 1n);
    expect(await totals()).toMatchObject({ kind: 'read', cut: { epoch: 1, lsn: 0x100n, committedUs: 7n } });
    expect(await totals({ epoch: 1, lsn: 0x101n, committedUs: 7n })).toEqual({ kind: 'ahead' });
    expect(await totals({ epoch: 1, lsn: 0xffn, committedUs: 6n })).toMatchObject({
      kind: 'read',
      cut: { lsn: 0xffn },
    });
  });

  it('keeps the applied mark and a bounded number of waiting ones, the newest among them', async () => {
    const waiting = Array.from({ length: 1_300 }, (_, n) => ({
      pipeline: 'payments',
      epoch: 1,
      lsn: BigInt(n + 1),
      committedUs: 0n,
      partitions: { [LEDGER_TOPIC]: { '0': String(n + 1) } },
      complete: true,
    }));
    await database.setPosition(LEDGER_TOPIC, 0, 1n);
    for (let start = 0; start < waiting.length; start += 101) {
      await mark(waiting.slice(start, start + 101));
      const kept = await database.db
        .selectFrom('progress')
        .select('commit_lsn')
        .orderBy('commit_lsn', 'desc')
        .execute();
      expect(kept.length).toBeLessThanOrEqual(601);
      const newest = BigInt(Math.min(start + 101, waiting.length));
      expect(kept[0]?.commit_lsn).toBe(formatLsn(newest));
    }
    expect(await totals()).toMatchObject({ cut: { lsn: 1n } });
    await database.setPosition(LEDGER_TOPIC, 0, 1_300n);
    expect(await totals()).toMatchObject({ cut: { lsn: 1_300n } });
    await mark([]);
    expect(await database.db.selectFrom('progress').selectAll().execute()).toHaveLength(1);
  });
});

describe('what is shown of a wallet', () => {
  const entry = (seq: number, delta: bigint, before: bigint, createdAtUs = BigInt(seq)): Entry => ({
    ledgerId: BigInt(seq),
    paymentId: walletId(seq + 1_000),
    walletId: walletId(1),
    walletSeq: BigInt(seq),
    type: delta < 0n ? 'debit' : 'credit',
    amount: (delta < 0n ? -delta : delta) as Entry['amount'],
    balanceBefore: before as Entry['amount'],
    balanceAfter: (before + delta) as Entry['amount'],
    createdAtUs,
    commit: { epoch: 1, lsn: BigInt(seq) },
    provenance: { topic: LEDGER_TOPIC, partition: 0, offset: BigInt(seq), eventId: '' },
  });
  const cutAt = (lsn: bigint) => ({ pipeline: 'payments', epoch: 1, lsn, committedUs: lsn, complete: true });
  const applied = (lsn: bigint) => ({ ...cutAt(lsn), partitions: { [LEDGER_TOPIC]: { '0': '0' } } });
  const one = (tx: Parameters<typeof walletsAtCut>[0], cut: Cut) =>
    walletsAtCut(tx, cut, { id: walletId(1), limit: 1 });

  it('joins a wallet and a payment that come after the entry', async () => {
    await apply([entry(1, 50n, 0n)]);
    await mark([applied(9n)]);
    const statement = (tx: Parameters<typeof walletsAtCut>[0], cut: Cut) =>
      statementAtCut(tx, cut, { walletId: walletId(1), limit: 10 });
    expect(await readAtCut(database.db, consumed, one)).toMatchObject({ answer: [] });
    expect(await totals()).toMatchObject({ answer: [{ walletId: walletId(1), currency: undefined }] });
    await storeAllWallets();
    await database.db.transaction().execute(async (tx) => {
      const payment = { id: walletId(1_001), reference: 'P-1', senderId: walletId(5), recipientId: walletId(101) };
      await storePayments(tx, [{ ...payment, status: 'success', rowVersion: 2n, epoch: 1 }]);
      await storePayments(tx, [{ ...payment, status: 'pending', rowVersion: 1n, epoch: 1 }]);
    });
    expect(await readAtCut(database.db, consumed, one)).toMatchObject({ answer: [{ sums: { lastBalance: 50n } }] });
    expect(await readAtCut(database.db, consumed, statement)).toMatchObject({
      answer: { entries: [{ delta: 50n, payment: { reference: 'P-1', status: 'success' } }] },
    });
  });

  it('leaves out wallets and entries that the source made after the cut', async () => {
    await database.db.transaction().execute((tx) => storeWallets(tx, [wallet(1, 1n), wallet(2, 5n)]));
    await apply([entry(1, 50n, 0n), entry(2, 50n, 50n), entry(3, -1n, 100n)]);
    await mark([applied(2n)]);
    const all = await readAtCut(database.db, consumed, (tx, cut) => walletsAtCut(tx, cut, { limit: 10 }));
    expect(all).toMatchObject({ answer: [{ wallet: { id: walletId(1) }, sums: { lastBalance: 100n, entries: 2n } }] });
  });

  it('is, for any days and any page, the entries of those days with the balances around them', async () => {
    const deltas = [50n, 20n, -30n, 5n, -1n, 7n, -50n, 9n];
    const balances = deltas.map((_, n) => deltas.slice(0, n).reduce((sum, delta) => sum + delta, 0n));
    // Two entries of one commit have one time.
    const times = [10n, 20n, 20n, 30n, 40n, 40n, 40n, 50n];
    const entries = deltas.map((delta, n) => entry(n + 1, delta, balances[n]!, times[n]));
    await apply(entries);
    await mark([applied(7n)]);
    const time = fc.option(fc.bigInt({ min: 5n, max: 55n }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(time, time, fc.integer({ min: 1, max: 3 }), async (fromUs, toUs, limit) => {
        const within = entries
          .slice(0, 7)
          .filter(
            (e) => (fromUs === undefined || e.createdAtUs >= fromUs) && (toUs === undefined || e.createdAtUs < toUs),
          );
        const before = entries.filter((e) => fromUs !== undefined && e.createdAtUs < fromUs && e.commit.lsn <= 7n);
        const opening = before.at(-1)?.balanceAfter ?? 0n;
        const seen: bigint[] = [];
        for (let afterSeq: bigint | undefined, more = true; more;) {
          const read = await readAtCut(database.db, consumed, (tx, cut) =>
            statementAtCut(tx, cut, {
              walletId: walletId(1),
              limit,
              ...(fromUs !== undefined && { fromUs }),
              ...(toUs !== undefined && { toUs }),
              ...(afterSeq !== undefined && { afterSeq }),
            }),
          );
          if (read.kind !== 'read') throw new Error('there is a cut');
          expect(read.answer.openingBalance).toBe(opening);
          expect(read.answer.closingBalance).toBe(within.at(-1)?.balanceAfter ?? opening);
          const page = read.answer.entries.slice(0, limit);
          seen.push(...page.map((e) => e.walletSeq));
          more = read.answer.entries.length > limit;
          afterSeq = page.at(-1)?.walletSeq;
        }
        expect(seen).toEqual(within.map((e) => e.walletSeq));
      }),
      { numRuns: 40 },
    );
  });
});
