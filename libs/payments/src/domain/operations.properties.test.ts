import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { decide } from './decide.js';
import { after, CLIENT, facts, OTHER_CLIENT, plainAnswer, wallet } from './decide.fixture.js';
import { grantKeyOf, type Grant } from './grants.js';
import { isKeyed, type Operation } from './operations.js';
import { operationsOf, steps, type Cast } from './operations.fixture.js';
import type { Decision, Entry, Facts, LockedPayment } from './posting.js';

const RUNS = { numRuns: 300 };
const USERS = ['a', 'b', 'c', 'd'];

const castOf = (): Cast => {
  let made = 0;
  return {
    clientId: CLIENT,
    otherClientId: OTHER_CLIENT,
    wallets: USERS,
    clearing: 'clearing',
    platform: 'platform',
    newId: () => `id-${(made += 1)}`,
  };
};

const world = fc
  .array(fc.bigInt({ min: 0n, max: 120n }), { minLength: 4, maxLength: 4 })
  .map((balances) =>
    facts([
      ...USERS.map((id, n) =>
        wallet(id, { balance: (balances[n]! * 100n) as Hundredths, role: n >= 1 ? 'vendor' : 'customer' }),
      ),
      wallet('clearing', { kind: 'clearing', clientId: null }),
      wallet('platform', { kind: 'platform', clientId: null }),
    ]),
  );

const DAILY = 1_500n as Hundredths;
const LIMITED = ['a', 'b', 'c'];
const GRANTED: Grant = {
  id: 'grant',
  walletId: 'd',
  granteeClientId: CLIENT,
  totalLimit: 4_000n as Hundredths,
  paymentLimit: 2_500n as Hundredths,
  used: 0n as Hundredths,
  expiresAt: null,
};

/**
 * Everybody is rich, but may spend little a day, and `d` is another client's wallet that this one may debit up to a limit:
 * so it is limits that refuse, and not funds.
 */
const limitedWorld = world.map((open) => {
  const wallets = new Map(open.wallets);
  const rich = { balance: 1_000_000n as Hundredths };
  for (const id of LIMITED) wallets.set(id, { ...wallets.get(id)!, ...rich, limits: { payment: null, daily: DAILY } });
  wallets.set('d', { ...wallets.get('d')!, ...rich, clientId: OTHER_CLIENT });
  const rights = {
    grants: new Map([[grantKeyOf('d', CLIENT), GRANTED]]),
    spentToday: new Map(LIMITED.map((id) => [`user of ${id}`, 0n as Hundredths])),
  };
  return { ...open, wallets, rights };
});
const operations = steps(50, 10).map((all) => operationsOf(all, castOf()));
const longOperations = steps(50, 30).map((all) => operationsOf(all, castOf()));
const largeCuts = fc.array(fc.integer({ min: 5, max: 50 }), { minLength: 1, maxLength: 4 });
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });

interface Batch {
  readonly asked: readonly Operation[];
  readonly before: Facts;
  readonly decision: Decision;
  readonly found: Facts;
}

/** Posts in batches of these sizes, repeated as needed, each on what the one before left. */
function postInBatches(all: readonly Operation[], sizes: readonly number[], start: Facts): Batch[] {
  const batches: Batch[] = [];
  let before = start;
  for (let from = 0, turn = 0; from < all.length; turn += 1) {
    const asked = all.slice(from, from + sizes[turn % sizes.length]!);
    const decision = decide(asked, before, plainAnswer);
    const found = after(before, decision);
    batches.push({ asked, before, decision, found });
    before = found;
    from += asked.length;
  }
  return batches;
}

const oneByOne = (all: readonly Operation[], start: Facts) => postInBatches(all, [1], start);
const endOf = (batches: readonly Batch[], start: Facts) => batches.at(-1)?.found ?? start;
const total = ({ wallets }: Facts) => [...wallets.values()].reduce((sum, { balance }) => sum + balance, 0n);
const ofPayment = (entries: readonly Entry[], id: string) => entries.filter(({ paymentId }) => paymentId === id);
const deltaOf = ({ balanceBefore, balanceAfter }: Entry) => balanceAfter - balanceBefore;

describe('every operation, in any order and any world', () => {
  it('gives the same in any batches as one by one', () => {
    fc.assert(
      fc.property(operations, world, cuts, (all, start, sizes) => {
        const [batched, single] = [postInBatches(all, sizes, start), oneByOne(all, start)];
        expect(batched.flatMap(({ decision }) => decision.outcomes)).toEqual(
          single.flatMap(({ decision }) => decision.outcomes),
        );
        expect(batched.flatMap(({ decision }) => decision.entries)).toEqual(
          single.flatMap(({ decision }) => decision.entries),
        );
        expect(endOf(batched, start)).toEqual(endOf(single, start));
      }),
      RUNS,
    );
  });

  it('gives the same in any batches where grants and daily limits bind, and never more than they allow', () => {
    fc.assert(
      fc.property(longOperations, limitedWorld, largeCuts, (all, start, sizes) => {
        const [batched, single] = [postInBatches(all, sizes, start), oneByOne(all, start)];
        expect(batched.flatMap(({ decision }) => decision.outcomes)).toEqual(
          single.flatMap(({ decision }) => decision.outcomes),
        );
        expect(endOf(batched, start)).toEqual(endOf(single, start));
        for (const { found } of single) {
          for (const spent of found.rights!.spentToday.values()) expect(spent).toBeLessThanOrEqual(DAILY);
          const { used, totalLimit } = found.rights!.grants.get(grantKeyOf('d', CLIENT))!;
          const paid = [...found.payments.values()].filter(
            ({ clientId, senderWalletId, status }) =>
              clientId === CLIENT && senderWalletId === 'd' && status !== 'failed',
          );
          expect(used).toBeGreaterThanOrEqual(paid.reduce((sum, { amount }) => sum + amount, 0n));
          expect(used).toBeLessThanOrEqual(totalLimit!);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('neither makes nor loses money, and holds exactly what its open holds come to', () => {
    fc.assert(
      fc.property(operations, world, (all, start) => {
        for (const { found, decision } of oneByOne(all, start)) {
          expect(total(found)).toBe(total(start));
          expect(decision.entries.reduce((sum, entry) => sum + deltaOf(entry), 0n)).toBe(0n);
          for (const each of found.wallets.values()) {
            const open = [...found.payments.values()].filter(
              ({ senderWalletId, hold }) => senderWalletId === each.id && hold?.state === 'open',
            );
            expect(each.held).toBe(open.reduce((sum, { hold }) => sum + hold!.held, 0n));
            if (each.kind !== 'clearing') expect(each.balance).toBeGreaterThanOrEqual(each.held);
          }
        }
      }),
      RUNS,
    );
  });

  it('numbers the entries of a wallet without a gap, each later than the last', () => {
    fc.assert(
      fc.property(operations, world, cuts, (all, start, sizes) => {
        const entries = postInBatches(all, sizes, start).flatMap(({ decision }) => decision.entries);
        for (const id of start.wallets.keys()) {
          const own = entries.filter(({ walletId }) => walletId === id);
          expect(own.map(({ walletSeq }) => walletSeq)).toEqual(own.map((_entry, n) => BigInt(n + 1)));
          for (const [n, entry] of own.entries()) {
            if (n === 0) continue;
            expect(entry.balanceBefore).toBe(own[n - 1]!.balanceAfter);
            expect(entry.createdAt).toBeGreaterThan(own[n - 1]!.createdAt);
          }
        }
      }),
      RUNS,
    );
  });

  it('ends a payment at most once', () => {
    const ends = {
      pending: ['pending', 'success', 'failed', 'refunded'],
      processing: ['processing', 'success', 'failed'],
    };
    fc.assert(
      fc.property(operations, world, (all, start) => {
        for (const { before, found } of oneByOne(all, start)) {
          for (const [id, was] of before.payments) {
            const is = found.payments.get(id)!;
            if (was.status === 'failed' || was.status === 'refunded') expect(is).toEqual(was);
            else if (was.status === 'success') expect(['success', 'refunded']).toContain(is.status);
            else expect(ends[was.status]).toContain(is.status);
          }
        }
      }),
      RUNS,
    );
  });

  it('captures no more than was authorised, and refunds no more than was captured, fee included', () => {
    fc.assert(
      fc.property(operations, world, (all, start) => {
        const batches = oneByOne(all, start);
        const entries = batches.flatMap(({ decision }) => decision.entries);
        for (const payment of endOf(batches, start).payments.values()) {
          if (payment.hold) expect(payment.amount).toBeLessThanOrEqual(payment.hold.authorised);
          expect(payment.refunded).toBeLessThanOrEqual(payment.amount);
          expect(payment.feeRefunded).toBeLessThanOrEqual(payment.fee);
          expect(payment.status === 'refunded').toBe(payment.refunded === payment.amount);
          if (payment.status === 'refunded') expect(payment.feeRefunded).toBe(payment.fee);
          expectEntriesOf(payment, ofPayment(entries, payment.id));
        }
      }),
      RUNS,
    );
  });

  it('commits nothing against a wallet after its freeze', () => {
    fc.assert(
      fc.property(operations, world, (all, start) => {
        for (const { before, decision } of oneByOne(all, start)) {
          for (const { walletId } of decision.entries) expect(before.wallets.get(walletId)!.isFrozen).toBe(false);
          for (const { request, hold } of decision.payments) {
            if (hold) expect(before.wallets.get(request.senderWalletId)!.isFrozen).toBe(false);
          }
        }
      }),
      RUNS,
    );
  });

  it('takes a key at most once', () => {
    fc.assert(
      fc.property(operations, world, cuts, (all, start, sizes) => {
        const keys = postInBatches(all, sizes, start).flatMap(({ decision }) =>
          decision.keys.map(({ operation, kind }) => `${operation.clientId} ${kind} ${operation.key}`),
        );
        expect(new Set(keys).size).toBe(keys.length);
        expect(all.filter(isKeyed).length).toBeGreaterThanOrEqual(keys.length);
      }),
      RUNS,
    );
  });
});

/** All or nothing: what left the sender reached the recipient and the platform, then went back in the same way. */
function expectEntriesOf(payment: LockedPayment, entries: readonly Entry[]): void {
  expect(entries.reduce((sum, entry) => sum + deltaOf(entry), 0n)).toBe(0n);
  const moved = payment.status === 'success' || payment.status === 'refunded';
  expect(entries.length > 0).toBe(moved);
  if (!moved) return;
  const [debit] = entries.filter(({ type }) => type === 'debit');
  expect(debit!.amount).toBe(payment.amount + (payment.feeBearer === 'sender' ? payment.fee : 0n));
  const fees = entries.filter(({ type }) => type === 'fee').reduce((sum, { amount }) => sum + amount, 0n);
  expect(fees).toBe(payment.fee);
  const back = entries.filter(({ type, walletId }) => type === 'refund' && walletId === payment.senderWalletId);
  const returned = payment.refunded + (payment.feeBearer === 'sender' ? payment.feeRefunded : 0n);
  expect(back.reduce((sum, { amount }) => sum + amount, 0n)).toBe(returned);
}
