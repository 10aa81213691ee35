/** Plays a planned day against the payments API as fast as it answers. */
import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import type { Checkout, PaymentOutcome } from './checkout.js';
import type { DayPlan, PlannedPayment } from './day-plan.js';

/** Names a run, so that its payments are told from those of earlier runs on the same data. */
export interface PlayOptions {
  readonly runId: string;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Told what is being done and how far it is. */
  readonly progress: (phase: Phase, done: number, total: number) => void;
}

export type Phase = 'registering' | 'topping up' | 'paying';

export interface PlayedDay {
  readonly accepted: ReadonlySet<string>;
  /** Ids of the payments that were refused under the lock and kept as failed. */
  readonly refused: ReadonlySet<string>;
  /** Payments whose outcome was not the planned one, described. */
  readonly surprises: readonly string[];
  readonly retriedSends: number;
  readonly payingMs: number;
}

/** Metadata member that carries the run's id. */
export const RUN_MEMBER = 'demo_run';

/** Registers, tops up, pays. Throws when the API gives an answer that a checkout could not act on. */
export async function playDay(plan: DayPlan, checkout: Checkout, options: PlayOptions): Promise<PlayedDay> {
  const limit = pLimit(options.concurrency);
  const all = async <T>(phase: Phase, tasks: readonly (() => Promise<T>)[]): Promise<T[]> => {
    let done = 0;
    options.progress(phase, 0, tasks.length);
    return Promise.all(
      tasks.map((task) =>
        limit(async () => {
          const result = await task();
          options.progress(phase, (done += 1), tasks.length);
          return result;
        }),
      ),
    );
  };
  const register = (role: 'customer' | 'vendor', n: number) => () =>
    checkout.register(role, (attempt) => ({
      email: `${role}.${n}.${attempt}.${options.runId}@demo.vendorflow.invalid`,
      phone: phoneOf(`${role}.${n}.${attempt}.${options.runId}`),
    }));
  const people = await all('registering', [
    ...range(plan.vendors).map((n) => register('vendor', n)),
    ...range(plan.customers).map((n) => register('customer', n)),
  ]);
  const [vendors, customers] = [people.slice(0, plan.vendors), people.slice(plan.vendors)];
  await all(
    'topping up',
    customers.map((wallet, n) => () => checkout.topUp(wallet, plan.topUps[n] ?? 0, `${options.runId}-top-up-${n}`)),
  );
  const startedAt = performance.now();
  const outcomes = await all(
    'paying',
    plan.payments.map((payment) => () => payOne(payment, { checkout, customers, vendors, runId: options.runId })),
  );
  return { ...sorted(plan.payments, outcomes), payingMs: performance.now() - startedAt };
}

const PHONE_DIGITS = 12;

/** A number of the most digits that a phone may have, so that no two people of all runs share one. */
function phoneOf(person: string): string {
  const number = createHash('sha256').update(person).digest().readBigUInt64BE() % 10n ** BigInt(PHONE_DIGITS);
  return `+250${String(number).padStart(PHONE_DIGITS, '0')}`;
}

interface Cast {
  readonly checkout: Checkout;
  readonly customers: readonly string[];
  readonly vendors: readonly string[];
  readonly runId: string;
}

function payOne(payment: PlannedPayment, cast: Cast): Promise<PaymentOutcome> {
  const [from, to] = [cast.customers[payment.customer], cast.vendors[payment.vendor]];
  if (from === undefined || to === undefined) throw new RangeError(`payment ${payment.index} names nobody registered`);
  return cast.checkout.pay(
    {
      from,
      to,
      amount: payment.amount,
      provider: payment.provider,
      metadata: {
        [RUN_MEMBER]: cast.runId,
        order: String(payment.index),
        customer_email: `payer.${payment.customer}.${cast.runId}@demo.vendorflow.invalid`,
      },
    },
    `${cast.runId}-${payment.index}`,
    payment.sends,
  );
}

function sorted(planned: readonly PlannedPayment[], outcomes: readonly PaymentOutcome[]): Omit<PlayedDay, 'payingMs'> {
  const [accepted, refused, surprises] = [new Set<string>(), new Set<string>(), new Array<string>()];
  outcomes.forEach((outcome, n) => {
    const expected = planned[n]?.expect;
    const got = outcome.kind === 'accepted' ? 'accepted' : outcome.code;
    if (got !== expected) surprises.push(`payment ${n}: expected ${String(expected)}, was ${got}`);
    if (outcome.kind === 'accepted') accepted.add(outcome.paymentId);
    else if (outcome.paymentId !== undefined) refused.add(outcome.paymentId);
  });
  const retriedSends = planned.reduce((sum, payment) => sum + payment.sends - 1, 0);
  return { accepted, refused, surprises, retriedSends };
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n);
