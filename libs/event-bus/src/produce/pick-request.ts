/** Which of the waiting batches go out next. Pure. */
import { slotOf } from './producer-state.js';

interface Sized {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: number;
}

/**
 * The first batch of each partition, as many as the request takes, and at least one: a request may hold one batch of a
 * partition, and a later one must never go before an earlier one.
 */
export function pickRequest<B extends Sized>(waiting: readonly B[], maxRequestBytes: number): B[] {
  const picked: B[] = [];
  const passed = new Set<string>();
  let bytes = 0;
  for (const batch of waiting) {
    const slot = slotOf(batch.topic, batch.partition);
    const fits = picked.length === 0 || bytes + batch.bytes <= maxRequestBytes;
    if (fits && !passed.has(slot)) {
      picked.push(batch);
      bytes += batch.bytes;
    }
    passed.add(slot);
  }
  return picked;
}
