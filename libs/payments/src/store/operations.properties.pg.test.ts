import { platformWalletIds } from '@vf/contracts';
import type { Hundredths } from '@vf/money';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { decide } from '../domain/decide.js';
import { after, facts, plainAnswer, wallet } from '../domain/decide.fixture.js';
import { operationsOf, steps, type Cast } from '../domain/operations.fixture.js';
import type { Operation } from '../domain/operations.js';
import type { Facts } from '../domain/posting.js';
import { createWorld, faultsOf, openPosting, postInCuts, summaryOf, type World } from './posting-world.fixture.js';

/** Few: each run is a database of its own. The pure properties do the wide search. */
const RUNS = { numRuns: 12 };
const STEPS = 40;
const OTHER_CLIENT = '00000000-0000-7000-8000-0000000000c2';
const [platform = ''] = platformWalletIds;

const balances = fc.array(
  fc.bigInt({ min: 0n, max: 120n }).map((francs) => francs * 100n),
  {
    minLength: 4,
    maxLength: 4,
  },
);
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 });

/** The client, all but its first user vendors, and another client that owns nothing. */
async function furnish(world: World): Promise<Cast> {
  await world.admin.query("INSERT INTO api_clients (id, name) VALUES ($1, 'other shop')", [OTHER_CLIENT]);
  await world.admin.query("UPDATE users SET role = 'vendor' WHERE id = ANY ($1)", [world.wallets.slice(1)]);
  const { clientId, wallets, clearing } = world;
  return { clientId, otherClientId: OTHER_CLIENT, wallets, clearing, platform, newId: uuidv7 };
}

function startOf(world: World, amounts: readonly bigint[]): Facts {
  const users = world.wallets.map((id, n) =>
    wallet(id, {
      clientId: world.clientId,
      userId: id,
      balance: amounts[n]! as Hundredths,
      role: n === 0 ? 'customer' : 'vendor',
    }),
  );
  const systemUser = (id: string) => id.replace('-8001-', '-8000-');
  const clearing = wallet(world.clearing, { kind: 'clearing', clientId: null, userId: systemUser(world.clearing) });
  const fees = wallet(platform, { kind: 'platform', clientId: null, userId: systemUser(platform) });
  return facts([...users, clearing, fees], { feeWalletId: platform });
}

/** One by one, in memory: what every batching in the database must equal. */
function oneByOne(operations: readonly Operation[], start: Facts) {
  let found = start;
  const summaries: string[] = [];
  for (const operation of operations) {
    const decision = decide([operation], found, plainAnswer);
    found = after(found, decision);
    summaries.push(summaryOf(decision.outcomes[0]!));
  }
  return { found, summaries };
}

async function standingsOf(world: World) {
  const { rows } = await world.admin.query<{ id: string; standing: string }>(
    `SELECT id, concat_ws(' ', (balance * 100)::bigint, (held * 100)::bigint, is_frozen) AS standing
     FROM wallets WHERE kind = 'user' ORDER BY id`,
  );
  return rows;
}

describe('every operation, on the real database', () => {
  it('comes in any batches to what it comes to one by one, down to every balance, hold and answer', async () => {
    await fc.assert(
      fc.asyncProperty(balances, cuts, steps(STEPS), async (amounts, sizes, all) => {
        await using world = await createWorld(amounts);
        const cast = await furnish(world);
        const operations = operationsOf(all, cast);
        const model = oneByOne(operations, startOf(world, amounts));
        expect(await postInCuts(world, operations, sizes)).toEqual(model.summaries);
        expect(await standingsOf(world)).toEqual(
          world.wallets.map((id) => {
            const { balance, held, isFrozen } = model.found.wallets.get(id)!;
            return { id, standing: `${balance} ${held} ${isFrozen ? 't' : 'f'}` };
          }),
        );
        expect(await faultsOf(world)).toEqual([]);
      }),
      RUNS,
    );
  }, 60_000);

  it('keeps every invariant after each step', async () => {
    await fc.assert(
      fc.asyncProperty(balances, steps(STEPS), async (amounts, all) => {
        await using world = await createWorld(amounts);
        const operations = operationsOf(all, await furnish(world));
        await using posting = openPosting(world);
        for (const operation of operations) {
          await posting.submit(operation);
          expect(await faultsOf(world)).toEqual([]);
        }
      }),
      { numRuns: 4 },
    );
  }, 60_000);
});
