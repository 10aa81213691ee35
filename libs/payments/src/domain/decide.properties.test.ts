import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { decide } from './decide.js';
import { after, CLIENT, facts, OTHER_CLIENT, plainAnswer, request, wallet } from './decide.fixture.js';
import type { PostingRequest } from './operations.js';
import type { Decision, Entry, Facts, LockedWallet } from './posting.js';

const RUNS = { numRuns: 400 };
const WALLET_IDS = ['a', 'b', 'c', 'd', 'clearing', 'nowhere'];

const amount = fc.bigInt({ min: 1n, max: 900n }).map((value) => value as Hundredths);

/** Few wallets, few keys and small balances, so that every rule is met often. */
const requests = fc
  .array(
    fc.record({
      key: fc.integer({ min: 1, max: 12 }).map(String),
      fingerprint: fc.constantFrom('f', 'e').map((digit) => digit.repeat(64)),
      clientId: fc.constantFrom(CLIENT, CLIENT, CLIENT, OTHER_CLIENT),
      clientReference: fc.option(fc.constantFrom('order-1', 'order-2', 'order-3')),
      origin: fc.constantFrom('payment' as const, 'payment' as const, 'top_up' as const),
      senderWalletId: fc.constantFrom(...WALLET_IDS),
      recipientWalletId: fc.constantFrom(...WALLET_IDS),
      amount,
    }),
    { maxLength: 40 },
  )
  .map((asked) =>
    asked
      .filter(({ senderWalletId, recipientWalletId }) => senderWalletId !== recipientWalletId)
      .map((over, n) => request({ ...over, paymentId: `payment-${n}`, reference: `VF-${n}` })),
  );

const world = fc
  .record({
    balances: fc.array(fc.bigInt({ min: 0n, max: 1_500n }), { minLength: 4, maxLength: 4 }),
    frozen: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
    held: fc.bigInt({ min: 0n, max: 300n }),
  })
  .map(({ balances, frozen, held }) =>
    facts([
      ...balances.map((balance, n) => {
        const id = WALLET_IDS[n]!;
        return wallet(id, {
          balance: balance as Hundredths,
          held: (id === 'a' && held < balance ? held : 0n) as Hundredths,
          isFrozen: id === frozen,
          clientId: id === 'd' ? OTHER_CLIENT : CLIENT,
        });
      }),
      wallet('clearing', { kind: 'clearing', clientId: null }),
    ]),
  );

const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 40 });

/** Posts the requests in batches of these sizes (repeated as needed), each on what the one before left. */
function postInBatches(asked: readonly PostingRequest[], sizes: readonly number[], start: Facts) {
  let found = start;
  const decisions: Decision[] = [];
  for (let from = 0, turn = 0; from < asked.length; turn += 1) {
    const batch = asked.slice(from, from + sizes[turn % sizes.length]!);
    const decision = decide(batch, found, plainAnswer);
    decisions.push(decision);
    found = after(found, decision);
    from += batch.length;
  }
  return { end: found, outcomes: decisions.flatMap((each) => each.outcomes), entries: entriesOf(decisions) };
}

const entriesOf = (decisions: readonly Decision[]) => decisions.flatMap(({ entries }) => entries);
const total = (wallets: Iterable<LockedWallet>) => [...wallets].reduce((sum, { balance }) => sum + balance, 0n);
const entriesByWallet = (entries: readonly Entry[]) =>
  WALLET_IDS.map((id) => [id, entries.filter(({ walletId }) => walletId === id)] as const).filter(
    ([, own]) => own.length > 0,
  );

describe('decide, for any requests in any world', () => {
  it('gives the same in any batches as one by one', () => {
    fc.assert(
      fc.property(requests, world, cuts, (asked, start, sizes) => {
        expect(postInBatches(asked, sizes, start)).toEqual(postInBatches(asked, [1], start));
      }),
      RUNS,
    );
  });

  it('neither makes nor loses money', () => {
    fc.assert(
      fc.property(requests, world, (asked, start) => {
        const { end, entries } = postInBatches(asked, [asked.length + 1], start);
        expect(total(end.wallets.values())).toBe(total(start.wallets.values()));
        expect(entries.reduce((sum, entry) => sum + entry.balanceAfter - entry.balanceBefore, 0n)).toBe(0n);
      }),
      RUNS,
    );
  });

  it('numbers the entries of a wallet without a gap, each going on where the last one ended, later in time', () => {
    fc.assert(
      fc.property(requests, world, cuts, (asked, start, sizes) => {
        const { end, entries } = postInBatches(asked, sizes, start);
        for (const [id, own] of entriesByWallet(entries)) {
          expect(own.map(({ walletSeq }) => walletSeq)).toEqual(own.map((_entry, n) => BigInt(n + 1)));
          own.reduce((last, next) => {
            expect(next.balanceBefore).toBe(last.balanceAfter);
            expect(next.createdAt).toBeGreaterThan(last.createdAt);
            return next;
          });
          expect(end.wallets.get(id)).toMatchObject({
            balance: own.at(-1)!.balanceAfter,
            ledgerSeq: own.at(-1)!.walletSeq,
          });
        }
      }),
      RUNS,
    );
  });

  it('never lets a user wallet below zero or into its holds', () => {
    fc.assert(
      fc.property(requests, world, (asked, start) => {
        const { end, entries } = postInBatches(asked, [5], start);
        for (const { walletId, balanceAfter } of entries) {
          if (walletId !== 'clearing') expect(balanceAfter).toBeGreaterThanOrEqual(start.wallets.get(walletId)!.held);
        }
        expect(end.wallets.size).toBe(start.wallets.size);
      }),
      RUNS,
    );
  });

  it('posts a key at most once and writes entries for exactly the successes', () => {
    fc.assert(
      fc.property(requests, world, cuts, (asked, start, sizes) => {
        const { outcomes, entries } = postInBatches(asked, sizes, start);
        const keys = outcomes.flatMap((outcome, n) =>
          outcome.kind === 'posted' || outcome.kind === 'failed' ? [`${asked[n]!.clientId} ${asked[n]!.key}`] : [],
        );
        expect(new Set(keys).size).toBe(keys.length);
        const posted = outcomes.flatMap((each) => (each.kind === 'posted' ? [each.payment.request.paymentId] : []));
        expect(entries.map(({ paymentId }) => paymentId)).toEqual(posted.flatMap((id) => [id, id]));
      }),
      RUNS,
    );
  });
});
