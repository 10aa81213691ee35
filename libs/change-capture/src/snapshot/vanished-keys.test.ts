import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER, formatEventId, snapshotIdPrefix } from '@vf/contracts';
import fc from 'fast-check';
import type { ScannedRecord } from '../ports.js';
import { everyKey, OldKeys, type HashClass } from './vanished-keys.js';

const EPOCH = 3;

interface Written {
  readonly key: number;
  readonly epoch: number;
  readonly isTombstone: boolean;
  readonly bySnapshot: boolean;
}

/** Epochs only rise in a partition, repetitions apart. */
const anyLog = fc
  .array(
    fc.record({
      key: fc.nat(30),
      epoch: fc.integer({ min: 1, max: EPOCH }),
      isTombstone: fc.boolean(),
      bySnapshot: fc.boolean(),
    }),
    { maxLength: 120 },
  )
  .map((log) => log.sort((a, b) => a.epoch - b.epoch));

function recordOf({ key, epoch, isTombstone, bySnapshot }: Written, offset: number): ScannedRecord {
  const id = bySnapshot
    ? { [SNAPSHOT_ID_HEADER]: `${snapshotIdPrefix({ epoch, snapshot: 1, table: 't' })}{"id":${key}}` }
    : { [EVENT_ID_HEADER]: formatEventId({ epoch, commitLsn: 1n, index: offset }) };
  const value = isTombstone ? null : Buffer.from('{}');
  return { offset: BigInt(offset), key: Buffer.from(`{"id":${key}}`), value, headers: id };
}

/** By reading the whole log at once: the offsets of old keys' last records. */
function expectedOf(log: readonly Written[]): bigint[] {
  const last = new Map(log.map((written, offset) => [written.key, { ...written, offset }]));
  return [...last.values()]
    .filter(({ epoch, isTombstone }) => epoch < EPOCH && !isTombstone)
    .map(({ offset }) => BigInt(offset))
    .sort((a, b) => Number(a - b));
}

/** As a repair does: pass after pass, until no class is left. */
function foundIn(log: readonly Written[], maxBytes: number): { offsets: bigint[]; passes: number; most: number } {
  const records = log.map(recordOf);
  const classes: HashClass[] = [everyKey];
  const offsets: bigint[] = [];
  let [passes, most] = [0, 0];
  for (let next = classes.pop(); next; next = classes.pop()) {
    const old = new OldKeys(EPOCH, next, maxBytes);
    for (const record of records) {
      old.read(record);
      most = Math.max(most, old.size);
    }
    classes.push(...old.left);
    offsets.push(...records.filter((record) => old.isLast(record)).map(({ offset }) => offset));
    passes += 1;
  }
  return { offsets: offsets.sort((a, b) => Number(a - b)), passes, most };
}

describe('keys that an epoch has not told of', () => {
  it('are found with the offset of their last record, however little memory there is', () => {
    fc.assert(
      fc.property(anyLog, fc.constantFrom(120, 400, 100_000), (log, maxBytes) => {
        expect(foundIn(log, maxBytes).offsets).toEqual(expectedOf(log));
      }),
    );
  });

  it('are held within the bound, by more passes', () => {
    const log = Array.from({ length: 200 }, (_, key) => ({ key, epoch: 1, isTombstone: false, bySnapshot: false }));
    const { offsets, passes, most } = foundIn(log, 2_000);
    expect(offsets).toHaveLength(200);
    expect(passes).toBeGreaterThan(8);
    expect(most).toBeLessThan(25);
  });

  it('are forgotten when they come back', () => {
    const old = new OldKeys(EPOCH, everyKey, 1_000);
    const record = recordOf({ key: 1, epoch: 1, isTombstone: false, bySnapshot: false }, 0);
    old.read(record);
    old.forget(record.key!.toString('latin1'));
    expect([old.isLast(record), old.has(record.key!)]).toEqual([false, false]);
  });
});
