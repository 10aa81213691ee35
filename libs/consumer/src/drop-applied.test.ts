import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, formatEventId } from '@vf/contracts';
import fc from 'fast-check';
import { type Position, dropApplied } from './drop-applied.js';

const idOf = (change: number) => formatEventId({ epoch: 1, commitLsn: BigInt(change), index: 0 });
const recordOf = (change: number, offset: number) => ({
  offset: BigInt(offset),
  change,
  headers: { [EVENT_ID_HEADER]: idOf(change) },
});

/** What a worker that sometimes starts again from an earlier change writes: changes repeat, but only rise in between. */
const anyLog = fc
  .array(fc.record({ emits: fc.integer({ min: 1, max: 8 }), goesBack: fc.integer({ min: 0, max: 10 }) }), {
    maxLength: 8,
  })
  .map((lives) => {
    const log: number[] = [];
    let next = 1;
    for (const { emits, goesBack } of lives) {
      next = Math.max(1, next - goesBack);
      for (let i = 0; i < emits; i += 1) log.push(next++);
    }
    return log.map(recordOf);
  });

describe('dropping what was applied', () => {
  it('applies every change once and in order, whatever is emitted again and whatever is given again', () => {
    const cuts = fc.array(fc.record({ size: fc.integer({ min: 1, max: 7 }), back: fc.integer({ min: 0, max: 9 }) }), {
      minLength: 200,
      maxLength: 200,
    });
    fc.assert(
      fc.property(anyLog, cuts, (log, batches) => {
        let position: Position = { nextOffset: 0n, lastEventId: null };
        const applied: number[] = [];
        for (const { size, back } of batches) {
          // A zombie or a rebalance gives records from before the position once more.
          const from = Math.max(0, Number(position.nextOffset) - back);
          const batch = log.slice(from, from + size + back);
          const { fresh, lastEventId, duplicates } = dropApplied(batch, position);
          expect(duplicates + fresh.length).toBe(batch.length);
          applied.push(...fresh.map(({ change }) => change));
          const end = batch.at(-1)?.offset;
          if (end !== undefined) position = { nextOffset: end + 1n, lastEventId };
        }
        const highest = Math.max(0, ...log.map(({ change }) => change));
        expect(applied).toEqual(Array.from({ length: highest }, (_, i) => i + 1));
      }),
    );
  });

  it('goes by the offset alone where records have no event id, and keeps the last id', () => {
    const plain = [3n, 4n, 5n].map((offset) => ({ offset, headers: {} }));
    const result = dropApplied(plain, { nextOffset: 4n, lastEventId: idOf(9) });
    expect(result.fresh.map(({ offset }) => offset)).toEqual([4n, 5n]);
    expect(result).toMatchObject({ duplicates: 1, lastEventId: idOf(9) });
  });

  it('takes a later epoch for later, however low its LSNs are', () => {
    const promoted = formatEventId({ epoch: 2, commitLsn: 1n, index: 0 });
    const record = { offset: 1n, headers: { [EVENT_ID_HEADER]: promoted } };
    expect(dropApplied([record], { nextOffset: 0n, lastEventId: idOf(1_000) }).fresh).toEqual([record]);
  });
});
