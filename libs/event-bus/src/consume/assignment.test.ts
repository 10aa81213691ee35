import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OffsetOutOfRangeError } from '../errors.js';
import { positionsInRange } from './assignment.js';

const assigned = { topic: 't', incarnation: 'i', partition: 2, partitionCount: 3, low: 10n, high: 20n };

describe('positions of an assignment', () => {
  it('are taken when the log holds them, its end included, and are a typed stop otherwise', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 30n }), (nextOffset) => {
        const take = () => positionsInRange([assigned], [{ topic: 't', partition: 2, nextOffset }]);
        if (nextOffset >= 10n && nextOffset <= 20n) expect(take()).toEqual([{ assigned, next: nextOffset }]);
        else expect(take).toThrow(OffsetOutOfRangeError);
      }),
    );
  });

  it('name topic, partition, stored position, both ends and the repair', () => {
    const below = () => positionsInRange([assigned], [{ topic: 't', partition: 2, nextOffset: 3n }]);
    expect(below).toThrow('t/2: stored position 3 is outside the log [10, 20]: records were deleted before');
    const above = () => positionsInRange([assigned], [{ topic: 't', partition: 2, nextOffset: 21n }]);
    expect(above).toThrow('the log was cut back after it was read');
  });

  it('are never made up', () => {
    expect(() => positionsInRange([assigned], [])).toThrow('no position was given for t/2');
  });
});
