/** A closed stretch of event time, in microseconds. */
export interface Span {
  readonly fromUs: bigint;
  readonly toUs: bigint;
}

/**
 * The stretches in which windows must be judged again after payments at these event times came, went or changed. A payment
 * at e lies in the windows of all payments in [e, e + window], not only in its own: judging only its own is what makes
 * an alert set depend on the order of arrival.
 */
export function touchedSpans(timesUs: Iterable<bigint>, windowUs: bigint): Span[] {
  return mergeSpans(Array.from(timesUs, (timeUs) => ({ fromUs: timeUs, toUs: timeUs + windowUs })));
}

/** The same stretches, sorted and disjoint. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => (a.fromUs < b.fromUs ? -1 : a.fromUs > b.fromUs ? 1 : 0));
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (!last || span.fromUs > last.toUs) merged.push(span);
    else if (span.toUs > last.toUs) merged[merged.length - 1] = { fromUs: last.fromUs, toUs: span.toUs };
  }
  return merged;
}
