/** What is made of measured values. Pure. */

/** The middle value; of an even number, the mean of the two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/** The value that `percent` of the values do not exceed (nearest rank). NaN of none. */
export function percentile(sorted: readonly number[] | Float64Array, percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

const PER_SECOND = 1_000;

/**
 * Records per second over the middle 80% of sorted times in milliseconds: without the start, when programs warm up, and
 * the end, when they run dry.
 */
export function middleRate(sortedMs: Float64Array): number {
  const [from, to] = [Math.floor(sortedMs.length * 0.1), Math.ceil(sortedMs.length * 0.9) - 1];
  const elapsedMs = (sortedMs[to] ?? NaN) - (sortedMs[from] ?? NaN);
  return ((to - from) / elapsedMs) * PER_SECOND;
}
