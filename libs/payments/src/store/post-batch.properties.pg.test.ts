import { clearingAccountOf } from '@vf/contracts';
import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { decide } from '../domain/decide.js';
import { after, facts, plainAnswer, wallet } from '../domain/decide.fixture.js';
import type { PostingRequest } from '../domain/operations.js';
import type { Facts } from '../domain/posting.js';
import { ask, createWorld, faultsOf, postInCuts, summaryOf, type World } from './posting-world.fixture.js';

/** Few: each run is a database of its own. The pure properties do the wide search. */
const RUNS = { numRuns: 12 };

const plan = fc.record({
  balances: fc.array(fc.bigInt({ min: 0n, max: 600n }), { minLength: 3, maxLength: 4 }),
  cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 }),
  steps: fc.array(
    fc.record({
      key: fc.integer({ min: 1, max: 15 }),
      fingerprint: fc.constantFrom('ab', 'cd'),
      from: fc.nat(),
      to: fc.nat(),
      topUp: fc.boolean(),
      clientReference: fc.option(fc.constantFrom('order-1', 'order-2')),
      amount: fc.bigInt({ min: 1n, max: 400n }),
    }),
    { minLength: 10, maxLength: 40 },
  ),
});

/** The same requests for the database and for the model: ids differ from run to run, so both get the same objects. */
function requestsOf(world: World, steps: (typeof plan extends fc.Arbitrary<infer P> ? P : never)['steps']) {
  return steps.map((step): PostingRequest => {
    const from = step.from % world.wallets.length;
    const to = (from + 1 + (step.to % (world.wallets.length - 1))) % world.wallets.length;
    return ask(world, {
      key: `step-${step.key}`,
      fingerprint: step.fingerprint.repeat(32),
      origin: step.topUp ? 'top_up' : 'payment',
      senderWalletId: step.topUp ? world.clearing : world.wallets[from]!,
      recipientWalletId: world.wallets[to]!,
      amount: step.amount as Hundredths,
      clientReference: step.clientReference,
    });
  });
}

/** One by one, in memory: what every batching in the database must equal. */
function oneByOne(requests: readonly PostingRequest[], start: Facts) {
  return requests.reduce<{ found: Facts; kinds: string[] }>(
    ({ found, kinds }, request) => {
      const decision = decide([request], found, plainAnswer);
      return { found: after(found, decision), kinds: [...kinds, summaryOf(decision.outcomes[0]!)] };
    },
    { found: start, kinds: [] },
  );
}

it('posts in any batches what it posts one by one, down to every balance', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ balances, cuts, steps }) => {
      await using world = await createWorld(balances);
      const start = facts([
        ...world.wallets.map((id, n) =>
          wallet(id, { clientId: world.clientId, userId: id, balance: balances[n]! as Hundredths }),
        ),
        wallet(world.clearing, {
          kind: 'clearing',
          clientId: null,
          userId: clearingAccountOf('mtn_momo').userId,
        }),
      ]);
      const requests = requestsOf(world, steps);
      const model = oneByOne(requests, start);
      expect(await postInCuts(world, requests, cuts)).toEqual(model.kinds);
      const { rows } = await world.admin.query<{ id: string; hundredths: string }>(
        "SELECT id, (balance * 100)::bigint AS hundredths FROM wallets WHERE kind = 'user' ORDER BY id",
      );
      expect(rows).toEqual(
        world.wallets.map((id) => ({ id, hundredths: String(model.found.wallets.get(id)!.balance) })),
      );
      expect(await faultsOf(world)).toEqual([]);
    }),
    RUNS,
  );
}, 60_000);
