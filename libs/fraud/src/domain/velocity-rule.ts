import type { Currency, Hundredths } from '@vf/money';

/**
 * The velocity rule: a sender's payment breaches when, over the closed window [t - window, t] of event time that ends at
 * it, the sender has more than `maxCount` payments **or** has sent more than `maxSum` of `currency`. Payments that failed
 * do not count. Both limits are passed only beyond them: the limit itself is allowed.
 *
 * A version of a rule never changes; a change is a new version, and alerts name the version that judged them.
 */
export interface VelocityRule {
  readonly id: string;
  readonly version: number;
  /** Length of the window in microseconds. */
  readonly windowUs: bigint;
  /** Payments of every currency count. */
  readonly maxCount: number;
  /** `checkout`: the legs of one checkout count as one. They are summed, and are evidence, as ever. */
  readonly countBy: CountBy;
  /** Only payments of `currency` are summed: amounts of different currencies have no sum. */
  readonly maxSum: Hundredths;
  readonly currency: Currency;
  /** Users that move other people's money (clearing, platform): their velocity says nothing. */
  readonly exemptSenderIds: ReadonlySet<string>;
}

export const countBys = ['payment', 'checkout'] as const;
export type CountBy = (typeof countBys)[number];

/** Which limit was passed. */
export type Leg = 'count' | 'sum';

/** The limits passed by a window of `count` payments and `sum` hundredths of the rule's currency. */
export function legsPassed(rule: VelocityRule, count: number, sum: bigint): Leg[] {
  const legs: Leg[] = [];
  if (count > rule.maxCount) legs.push('count');
  if (sum > rule.maxSum) legs.push('sum');
  return legs;
}
