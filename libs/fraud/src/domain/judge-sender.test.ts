import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hundredths } from '@vf/money';
import {
  IncrementalSender,
  basketRule,
  batchesOf,
  episodesByDefinition,
  paymentHistories,
  paymentId,
  smallRule,
  type TestPayment,
} from './definition.fixture.js';

/** Any arrival order, in any batches; with `twice` every record also arrives a second time. */
const deliveries = (twice: boolean) =>
  paymentHistories.chain((rows) =>
    fc
      .shuffledSubarray(twice ? [...rows, ...rows] : rows, { minLength: twice ? rows.length * 2 : rows.length })
      .chain((order) => fc.record({ rows: fc.constant(rows), batches: batchesOf(order) })),
  );

const newestOf = (rows: readonly TestPayment[]) => {
  const newest = new Map<string, TestPayment>();
  for (const row of rows)
    if ((newest.get(row.paymentId)?.rowVersion ?? 0) < row.rowVersion) newest.set(row.paymentId, row);
  return [...newest.values()];
};

const delivered = (batches: readonly TestPayment[][], rule = smallRule) => {
  const sender = new IncrementalSender(rule);
  for (const batch of batches) sender.apply(batch);
  return sender;
};

describe.each([
  ['payments', smallRule],
  ['checkouts', basketRule],
])('a sender judged batch by batch, counting %s,', (_what, rule) => {
  it('has after every batch exactly the episodes of the definition, whatever the order of arrival', () => {
    fc.assert(
      fc.property(deliveries(false), ({ batches }) => {
        const sender = new IncrementalSender(rule);
        for (const batch of batches) {
          sender.apply(batch);
          expect(sender.canonical).toEqual(episodesByDefinition(rule, sender.payments.values()));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ends with the set the newest rows give, also when records arrive twice and late', () => {
    fc.assert(
      fc.property(deliveries(true), ({ rows, batches }) => {
        expect(delivered(batches, rule).canonical).toEqual(episodesByDefinition(rule, newestOf(rows)));
      }),
      { numRuns: 300 },
    );
  });

  it('tells nothing new when all of it is replayed', () => {
    fc.assert(
      fc.property(deliveries(false), ({ batches }) => {
        const sender = delivered(batches, rule);
        const told = sender.told.length;
        for (const batch of batches) sender.apply(batch);
        expect(sender.told).toHaveLength(told);
      }),
    );
  });

  it('leads every id that was ever told to a canonical or retracted alert, with revisions that rise by one', () => {
    fc.assert(
      fc.property(deliveries(false), ({ batches }) => {
        const sender = delivered(batches, rule);
        const revisions = new Map<string, number>();
        for (const { alert } of sender.told) {
          expect(alert.revision).toBe((revisions.get(alert.id) ?? 0) + 1);
          revisions.set(alert.id, alert.revision);
          let end = sender.alerts.get(alert.id);
          for (let step = 0; end?.state === 'merged'; step += 1) {
            expect(step).toBeLessThan(revisions.size + sender.alerts.size);
            end = sender.alerts.get(end.mergedInto);
          }
          expect(end?.state).toMatch(/open|retracted/);
        }
      }),
    );
  });
});

const at = (n: number, timeUs: bigint, amount = 1n): TestPayment => ({
  paymentId: paymentId(n),
  timeUs,
  amount: hundredths(amount),
  currency: 'RWF',
  failed: false,
  rowVersion: 1,
});

describe('both edges of the window', () => {
  it('a payment exactly one window old is in', () => {
    expect(delivered([[at(1, 0n), at(2, 5n), at(3, 10n)]]).canonical).toHaveLength(1);
    expect(delivered([[at(1, 0n), at(2, 5n), at(3, 11n)]]).canonical).toHaveLength(0);
  });

  it('payments of the same microsecond are in each other’s windows, so the first of them opens the alert', () => {
    const [episode] = delivered([[at(3, 7n)], [at(1, 7n)], [at(2, 7n)]]).canonical;
    expect(episode).toMatchObject({ first: { paymentId: paymentId(1) }, breachingPayments: 3, windowPayments: 3 });
  });

  it('the limit itself is allowed, one hundredth more is not', () => {
    expect(delivered([[at(1, 0n, 400n), at(2, 10n, 600n)]]).canonical).toHaveLength(0);
    expect(delivered([[at(1, 0n, 400n), at(2, 10n, 601n)]]).canonical).toHaveLength(1);
  });

  it('a payment of another currency counts and is not summed', () => {
    const dollars: TestPayment = { ...at(2, 1n, 5_000n), currency: 'USD' };
    expect(delivered([[at(1, 0n), dollars]]).canonical).toHaveLength(0);
    expect(delivered([[at(1, 0n), dollars, at(3, 2n)]]).canonical[0]?.peakSum.value).toBe(2n);
  });
});

describe('a rule that counts by checkout', () => {
  const leg = (n: number, timeUs: bigint, checkoutId = 'one basket') => ({ ...at(n, timeUs), checkoutId });

  it('takes the legs of one basket for one, and a rule that counts payments does not', () => {
    const basket = [1, 2, 3, 4].map((n) => leg(n, 0n));
    expect(delivered([basket], basketRule).canonical).toHaveLength(0);
    expect(delivered([basket]).canonical).toHaveLength(1);
  });

  it('counts baskets, and payments beside them', () => {
    const [episode] = delivered([[leg(1, 0n), leg(2, 1n), leg(3, 2n, 'another'), at(4, 3n)]], basketRule).canonical;
    expect(episode).toMatchObject({ peakCount: { value: 3 }, windowPayments: 4, breachingPayments: 1 });
  });

  it('sums every leg', () => {
    const dear = [1, 2].map((n) => ({ ...leg(n, 0n), amount: hundredths(501n) }));
    expect(delivered([dear], basketRule).canonical).toHaveLength(1);
  });
});

describe('what is told', () => {
  const kinds = (sender: IncrementalSender) => sender.told.map(({ kind, alert }) => `${kind} ${alert.revision}`);

  it('a late payment that becomes the first of the run: the old id becomes an alias of the new one', () => {
    const sender = delivered([[at(2, 2n), at(3, 3n), at(4, 4n)]]);
    sender.apply([at(1, 0n)]);
    expect(kinds(sender)).toEqual(['opened 1', 'opened 1', 'merged 2']);
    expect([...sender.alerts.values()].filter((alert) => alert.state === 'open')).toHaveLength(1);
  });

  it('late payments that join two runs: the later alert is merged into the earlier', () => {
    const sender = delivered([[at(1, 0n), at(2, 0n), at(3, 0n), at(5, 12n), at(6, 20n), at(7, 20n)]]);
    expect(sender.canonical).toHaveLength(2);
    sender.apply([at(4, 4n), at(8, 5n)]);
    expect(sender.canonical).toHaveLength(1);
    expect(kinds(sender).slice(2)).toEqual(['updated 2', 'merged 2']);
  });

  it('a payment between two runs that turns out to have failed joins them, though no window is left to judge', () => {
    const sender = delivered([[at(1, 0n, 1_001n), at(2, 15n), at(3, 30n, 1_001n)]]);
    expect(sender.canonical).toHaveLength(2);
    sender.apply([{ ...at(2, 15n), failed: true, rowVersion: 2 }]);
    expect(sender.canonical).toHaveLength(1);
    expect(sender.canonical).toEqual(episodesByDefinition(smallRule, sender.payments.values()));
  });

  it('a payment that failed retracts, and coming back opens the same alert again', () => {
    const sender = delivered([[at(1, 0n), at(2, 1n), at(3, 2n)]]);
    sender.apply([{ ...at(2, 1n), failed: true, rowVersion: 2 }]);
    sender.apply([{ ...at(2, 1n), rowVersion: 3 }]);
    expect(kinds(sender)).toEqual(['opened 1', 'retracted 2', 'opened 3']);
    expect(sender.alerts.size).toBe(1);
  });
});
