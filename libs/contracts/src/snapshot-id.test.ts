import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseSnapshotId, snapshotIdPrefix } from './snapshot-id.js';

const number = fc.integer({ min: 1, max: 0xffff_ffff });

describe('a snapshot id', () => {
  it('reads back, whatever names and keys are made of', () => {
    const anyId = fc.record({
      epoch: number,
      snapshot: number,
      table: fc.string({ minLength: 1, unit: 'grapheme' }),
      key: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(fc.property(anyId, (id) => expect(parseSnapshotId(snapshotIdPrefix(id) + id.key)).toEqual(id)));
  });

  it('is not an event id', () => {
    expect(() => parseSnapshotId('00000001-000000000152a4c8-00000002')).toThrow(RangeError);
  });
});
