import { legsPassed, type VelocityRule } from './velocity-rule.js';
import type { CountedPayment, Position } from './counted-payment.js';
import type { Span } from './touched-spans.js';

/** What must be read of a sender to judge the payments of one span exactly: not the history, nor even all of a window. */
export interface SpanReading {
  readonly span: Span;
  /** Count and sum (hundredths, rule's currency) of the payments in [from - window, from). */
  readonly seed: { readonly count: number; readonly sum: bigint };
  /** Of those payments, the ones that leave the window before the span's last payment, in order. */
  readonly leaving: readonly CountedPayment[];
  /** The payments in the span, in order. */
  readonly payments: readonly CountedPayment[];
  /** The sender's last payment before the span and the first after it; both are judged already. */
  readonly before?: Position;
  readonly after?: Position;
}

/** A payment and its own window: the closed one that ends at it and holds all its peers of the same microsecond. */
export interface JudgedPayment extends Position {
  readonly count: number;
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
  let { count, sum } = reading.seed;
  let entered = 0;
  let left = 0;
  return payments.map((anchor) => {
    for (let next = payments[entered]; next && next.timeUs <= anchor.timeUs; next = payments[entered]) {
      count += 1;
      sum += summed(rule, next);
      entered += 1;
    }
    for (let old = inOrder[left]; old && old.timeUs < anchor.timeUs - rule.windowUs; old = inOrder[left]) {
      count -= 1;
      sum -= summed(rule, old);
      left += 1;
    }
    const breaches = legsPassed(rule, count, sum).length > 0;
    return { timeUs: anchor.timeUs, paymentId: anchor.paymentId, count, sum, breaches };
  });
}

const summed = (rule: VelocityRule, payment: CountedPayment) =>
  payment.currency === rule.currency ? payment.amount : 0n;
