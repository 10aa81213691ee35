import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatEventId, parseEventId, type EventId } from './event-id.js';

const anyId: fc.Arbitrary<EventId> = fc.record({
  epoch: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  commitLsn: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  index: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

const rank = (id: EventId) => [BigInt(id.epoch), id.commitLsn, BigInt(id.index)] as const;

function compare(a: EventId, b: EventId): number {
  for (const [place, value] of rank(a).entries()) {
    const other = rank(b)[place] ?? 0n;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

describe('event ids', () => {
  it('survive the way through their text', () => {
    fc.assert(fc.property(anyId, (id) => expect(parseEventId(formatEventId(id))).toEqual(id)));
  });

  it('order as texts as they order as positions in the log', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        const [left, right] = [formatEventId(a), formatEventId(b)];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(compare(a, b));
      }),
    );
  });

  it.each(['', '1-2-3', '00000001-000000000152A4C8-00000002'])('refuse "%s"', (text) => {
    expect(() => parseEventId(text)).toThrow(RangeError);
  });
});
