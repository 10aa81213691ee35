import type { JudgedPayment } from './judge-span.js';
import type { Position } from './counted-payment.js';

/** The worst window of an episode in one measure; `atUs` is the event time the window ends at (the earliest if several). */
export interface Peak<Value> {
  readonly value: Value;
  readonly atUs: bigint;
}

/** A maximal run, in event-time order, of a sender's payments whose own window breaches. One episode is one alert. */
export interface Episode {
  readonly first: Position;
  readonly last: Position;
  /** Payments in the run. */
  readonly breachingPayments: number;
  /** Payments in the windows of the run: the run, and what stood before its first payment in that one's window. */
  readonly windowPayments: number;
  readonly peakCount: Peak<number>;
  /** Hundredths of the rule's currency. */
  readonly peakSum: Peak<bigint>;
}

/** The maximal runs among judged payments that are neighbours in their order. */
export function episodesOf(judged: readonly JudgedPayment[]): Episode[] {
  const episodes: Episode[] = [];
  let open = false;
  for (const payment of judged) {
    const current = episodes.at(-1);
    if (!payment.breaches) open = false;
    else if (open && current) episodes[episodes.length - 1] = extended(current, payment);
    else {
      episodes.push(begun(payment));
      open = true;
    }
  }
  return episodes;
}

function begun(payment: JudgedPayment): Episode {
  const { timeUs, paymentId, count, payments, sum } = payment;
  const position = { timeUs, paymentId };
  return {
    first: position,
    last: position,
    breachingPayments: 1,
    windowPayments: payments,
    peakCount: { value: count, atUs: timeUs },
    peakSum: { value: sum, atUs: timeUs },
  };
}

function extended(episode: Episode, payment: JudgedPayment): Episode {
  const next = begun(payment);
  // A peer of the first payment (same microsecond) is in its window already.
  const isPeer = payment.timeUs === episode.first.timeUs;
  const joined = joinEpisodes(episode, next);
  return isPeer ? { ...joined, windowPayments: episode.windowPayments } : joined;
}

/** One episode of two where no payment stands between them; `right` begins later than `left` does. */
export function joinEpisodes(left: Episode, right: Episode): Episode {
  return {
    first: left.first,
    last: right.last,
    breachingPayments: left.breachingPayments + right.breachingPayments,
    windowPayments: left.windowPayments + right.breachingPayments,
    peakCount: right.peakCount.value > left.peakCount.value ? right.peakCount : left.peakCount,
    peakSum: right.peakSum.value > left.peakSum.value ? right.peakSum : left.peakSum,
  };
}
