import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PartitionCursors } from './partition-cursor.js';

const assigned = { topic: 't', incarnation: 'i', partition: 0, partitionCount: 1, low: 0n, high: 1_000n };
const at = (next: bigint) => {
  const cursors = new PartitionCursors();
  cursors.assign([{ assigned, next }]);
  return cursors;
};

describe('cursors', () => {
  it('never take a batch that begins after where we stand', () => {
    const offset = fc.bigInt({ min: 0n, max: 100n });
    fc.assert(
      fc.property(offset, offset, (next, fetched) => {
        expect(at(next).accepting('t', 0, fetched) !== undefined).toBe(fetched <= next);
      }),
    );
  });

  it('take nothing before positions are there, and nothing of an earlier assignment', () => {
    const cursors = at(5n);
    cursors.clear();
    expect(cursors.accepting('t', 0, 5n)).toBeUndefined();
    expect(cursors.accepting('other', 0, 5n)).toBeUndefined();
  });

  it('pass offsets that hold nothing, but only from where we stand', () => {
    const cursors = at(5n);
    cursors.passEmpty('t', 0, 7n, 9n);
    expect(cursors.get('t', 0)?.next).toBe(5n);
    cursors.passEmpty('t', 0, 4n, 6n);
    expect(cursors.get('t', 0)?.next).toBe(7n);
    cursors.passEmpty('t', 0, 0n, 3n);
    expect(cursors.get('t', 0)?.next).toBe(7n);
  });

  it('tell each position once', () => {
    const cursors = at(5n);
    expect(cursors.takeUncommitted()).toEqual([{ topic: 't', partition: 0, offset: '5' }]);
    expect(cursors.takeUncommitted()).toEqual([]);
  });
});
