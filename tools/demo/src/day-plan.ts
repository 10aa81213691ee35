/**
 * The day the demo plays: who registers, who is topped up, and which payments are asked for in which order. Pure and
 * drawn from a seed, so that a run can be repeated exactly and its expected outcome reasoned about.
 */

/** Providers as the checkout names them in the payment. */
export type DemoProvider = 'mtn_momo' | 'airtel' | 'stripe';

export interface PlannedPayment {
  /** Position in the day; also makes the idempotency key. */
  readonly index: number;
  readonly customer: number;
  readonly vendor: number;
  /** Whole RWF. */
  readonly amount: number;
  readonly provider: DemoProvider;
  /** How often the checkout sends it, under one key: 2 and more are retries. */
  readonly sends: number;
  readonly expect: 'accepted' | 'insufficient_funds';
}

export interface DayPlan {
  readonly customers: number;
  readonly vendors: number;
  /** Whole RWF put on each customer's wallet at the start, by customer. */
  readonly topUps: readonly number[];
  readonly payments: readonly PlannedPayment[];
  /** The customer who pays more than ten times within the hour. */
  readonly frequentCustomer: number;
  /** The customer who pays few times but passes RWF 5,000,000 within the hour. */
  readonly bigSpender: number;
}

const VENDORS = 40;
const MAX_PAYMENTS_PER_CUSTOMER = 5;
const FREQUENT_PAYMENTS = 14;
const BIG_PAYMENT_RWF = 1_400_000;
const BIG_PAYMENTS = 4;
const SMALLEST_RWF = 500;
const LARGEST_RWF = 25_000;
const REFUSED_EVERY = 50;
const RETRIED_EVERY = 20;
const MOST_SENDS = 3;
const DEMO_PROVIDERS: readonly DemoProvider[] = ['mtn_momo', 'airtel', 'stripe'];

/** A small generator of numbers in [0, 1) (mulberry32), so that a seed names a day. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A day of `count` payments (at least 40). Ordinary customers pay at most five times and stay far below both fraud
 * limits, so exactly two customers must raise an alert.
 */
export function planDay(count: number, seed: number): DayPlan {
  const special = FREQUENT_PAYMENTS + BIG_PAYMENTS;
  const ordinary = Math.ceil((count - special) / MAX_PAYMENTS_PER_CUSTOMER);
  const frequentCustomer = ordinary;
  const bigSpender = ordinary + 1;
  const random = seeded(seed);
  const payers = shuffled(
    [
      ...Array.from({ length: count - special }, (_, i) => i % ordinary),
      ...Array.from({ length: FREQUENT_PAYMENTS }, () => frequentCustomer),
      ...Array.from({ length: BIG_PAYMENTS }, () => bigSpender),
    ],
    random,
  );
  const payments = payers.map((customer, index) => plannedPayment(index, customer, { bigSpender, ordinary }, random));
  return {
    customers: ordinary + 2,
    vendors: VENDORS,
    topUps: topUpsFor(payments, ordinary + 2),
    payments,
    frequentCustomer,
    bigSpender,
  };
}

function plannedPayment(
  index: number,
  customer: number,
  roles: { bigSpender: number; ordinary: number },
  random: () => number,
): PlannedPayment {
  const refused = customer < roles.ordinary && index % REFUSED_EVERY === REFUSED_EVERY - 1;
  const small = SMALLEST_RWF + Math.floor(random() * (LARGEST_RWF - SMALLEST_RWF));
  return {
    index,
    customer,
    vendor: Math.floor(random() * VENDORS),
    // More than any ordinary customer is ever topped up with, in whatever order the payments arrive.
    amount: refused
      ? MAX_PAYMENTS_PER_CUSTOMER * LARGEST_RWF + 1
      : customer === roles.bigSpender
        ? BIG_PAYMENT_RWF
        : small,
    provider: DEMO_PROVIDERS[Math.floor(random() * DEMO_PROVIDERS.length)] ?? 'mtn_momo',
    sends: index % RETRIED_EVERY === 0 ? 2 + Math.floor(random() * (MOST_SENDS - 1)) : 1,
    expect: refused ? 'insufficient_funds' : 'accepted',
  };
}

/** Each customer gets exactly what its acceptable payments cost, so none of them depends on the order of arrival. */
function topUpsFor(payments: readonly PlannedPayment[], customers: number): number[] {
  const needed = Array.from({ length: customers }, () => SMALLEST_RWF);
  for (const payment of payments) {
    if (payment.expect === 'accepted') needed[payment.customer] = (needed[payment.customer] ?? 0) + payment.amount;
  }
  return needed;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const pick = Math.floor(random() * (last + 1));
    const [a, b] = [result[last] as T, result[pick] as T];
    result[last] = b;
    result[pick] = a;
  }
  return result;
}
