import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planDay } from './day-plan.js';

const anyDay = fc.record({ count: fc.integer({ min: 60, max: 3_000 }), seed: fc.integer({ min: 0, max: 2 ** 31 }) });

describe('planDay', () => {
  it('asks for the payments it was told to, the same for the same seed', () => {
    fc.assert(
      fc.property(anyDay, ({ count, seed }) => {
        const plan = planDay(count, seed);
        expect(plan.payments).toHaveLength(count);
        expect(planDay(count, seed)).toEqual(plan);
      }),
      { numRuns: 20 },
    );
  });

  it('lets exactly two customers pass a fraud limit', () => {
    fc.assert(
      fc.property(anyDay, ({ count, seed }) => {
        const plan = planDay(count, seed);
        const accepted = plan.payments.filter((payment) => payment.expect === 'accepted');
        const over = new Set<number>();
        for (let customer = 0; customer < plan.customers; customer += 1) {
          const own = accepted.filter((payment) => payment.customer === customer);
          const sum = own.reduce((total, payment) => total + payment.amount, 0);
          if (own.length > 10 || sum > 5_000_000) over.add(customer);
        }
        expect(over).toEqual(new Set([plan.frequentCustomer, plan.bigSpender]));
      }),
      { numRuns: 20 },
    );
  });

  it('funds every acceptable payment whatever the order, and no refused one', () => {
    fc.assert(
      fc.property(anyDay, ({ count, seed }) => {
        const plan = planDay(count, seed);
        for (const payment of plan.payments) {
          const funds = plan.topUps[payment.customer] ?? 0;
          expect(payment.expect === 'accepted' ? payment.amount <= funds : payment.amount > funds).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has refusals, retries and every provider in a full day', () => {
    const { payments } = planDay(5_000, 1);
    expect(payments.filter((payment) => payment.expect !== 'accepted').length).toBeGreaterThan(50);
    expect(payments.filter((payment) => payment.sends > 1).length).toBeGreaterThan(200);
    expect(new Set(payments.map((payment) => payment.provider)).size).toBe(3);
  });
});
