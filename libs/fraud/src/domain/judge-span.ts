import { legsPassed, type VelocityRule } from './velocity-rule.js';
import type { CountedPayment, Position } from './counted-payment.js';
import type { Span } from './touched-spans.js';

/** What must be read of a sender to judge the payments of one span exactly: not the history, nor even all of a window. */
export interface SpanReading {
  readonly span: Span;
  /** What is in [from - window, from). */
  readonly seed: SpanSeed;
  /** Of those payments, the ones that leave the window before the span's last payment, in order. */
  readonly leaving: readonly CountedPayment[];
  /** The payments in the span, in order. */
  readonly payments: readonly CountedPayment[];
  /** The sender's last payment before the span and the first after it; both are judged already. */
  readonly before?: Position;
  readonly after?: Position;
}

export interface SpanSeed {
  readonly payments: number;
  /** Hundredths of the rule's currency. */
  readonly sum: bigint;
  /** Legs of each checkout, for a rule that counts by checkout; empty for another. */
  readonly checkouts: ReadonlyMap<string, number>;
}

/** A payment and its own window: the closed one that ends at it and holds all its peers of the same microsecond. */
export interface JudgedPayment extends Position {
  /** As the rule counts. */
  readonly count: number;
  /** Payments in the window, each for itself. */
  readonly payments: number;
  readonly sum: bigint;
  readonly breaches: boolean;
}

/**
 * Judges every payment of the span with one pass of two pointers. Both edges are inclusive: a payment exactly one window
 * old is still in, and payments of the same microsecond are in each other's windows, whichever was posted first.
 */
export function judgeSpan(rule: VelocityRule, reading: SpanReading): JudgedPayment[] {
  const { payments } = reading;
  const inOrder = [...reading.leaving, ...payments];
  const window = new Window(rule, reading.seed);
  let entered = 0;
  let left = 0;
  return payments.map((anchor) => {
    for (let next = payments[entered]; next && next.timeUs <= anchor.timeUs; next = payments[entered]) {
      window.enter(next);
      entered += 1;
    }
    for (let old = inOrder[left]; old && old.timeUs < anchor.timeUs - rule.windowUs; old = inOrder[left]) {
      window.leave(old);
      left += 1;
    }
    const { count, sum } = window;
    const breaches = legsPassed(rule, count, sum).length > 0;
    return { timeUs: anchor.timeUs, paymentId: anchor.paymentId, count, payments: window.payments, sum, breaches };
  });
}

/** The payments of one window: how many, what they come to, and how many the rule takes them for. */
class Window {
  payments: number;
  sum: bigint;
  /** Legs in the window of each checkout that has some. */
  readonly #legs: Map<string, number>;
  /** Payments in it that are legs. */
  #inCheckouts: number;

  constructor(
    private readonly rule: VelocityRule,
    { payments, sum, checkouts }: SpanSeed,
  ) {
    this.payments = payments;
    this.sum = sum;
    this.#legs = new Map(checkouts);
    this.#inCheckouts = [...checkouts.values()].reduce((total, legs) => total + legs, 0);
  }

  get count(): number {
    return this.payments - this.#inCheckouts + this.#legs.size;
  }

  enter(payment: CountedPayment): void {
    this.payments += 1;
    this.sum += summed(this.rule, payment);
    this.#changeLegs(payment, 1);
  }

  leave(payment: CountedPayment): void {
    this.payments -= 1;
    this.sum -= summed(this.rule, payment);
    this.#changeLegs(payment, -1);
  }

  #changeLegs({ checkoutId }: CountedPayment, by: 1 | -1): void {
    if (this.rule.countBy !== 'checkout' || checkoutId === null || checkoutId === undefined) return;
    const legs = (this.#legs.get(checkoutId) ?? 0) + by;
    if (legs === 0) this.#legs.delete(checkoutId);
    else this.#legs.set(checkoutId, legs);
    this.#inCheckouts += by;
  }
}

const summed = (rule: VelocityRule, payment: CountedPayment) =>
  payment.currency === rule.currency ? payment.amount : 0n;
