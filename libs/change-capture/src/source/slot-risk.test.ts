import { describe, expect, it } from '@jest/globals';
import { slotRisk } from './slot-risk.js';

const MB = 1024 * 1024;
const well = { retainedBytes: 10 * MB, limitBytes: 100 * MB, walStatus: 'reserved' };

describe('the risk of a slot', () => {
  it('is told from half of what the server keeps at most', () => {
    expect(slotRisk(well)).toBeUndefined();
    expect(slotRisk({ ...well, retainedBytes: 49 * MB })).toBeUndefined();
    expect(slotRisk({ ...well, retainedBytes: 50 * MB })).toContain('max_slot_wal_keep_size is 100 MB');
  });

  it('is the disk of the server where it has no limit, from a gigabyte on', () => {
    const unbounded = { ...well, limitBytes: null };
    expect(slotRisk({ ...unbounded, retainedBytes: 1_023 * MB })).toBeUndefined();
    expect(slotRisk({ ...unbounded, retainedBytes: 1_024 * MB })).toContain('nothing bounds it');
  });

  it('is told when the server says so itself', () => {
    expect(slotRisk({ ...well, walStatus: 'extended' })).toBeUndefined();
    expect(slotRisk({ ...well, walStatus: 'unreserved' })).toContain('at the next checkpoint');
    expect(slotRisk({ ...well, walStatus: 'lost' })).toContain('is lost');
  });
});
