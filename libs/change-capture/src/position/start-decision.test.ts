import { describe, expect, it } from '@jest/globals';
import { CaptureStop, type CaptureStopCode } from '../capture-stop.js';
import { parsePosition, renderPosition, type CapturePosition } from './capture-position.js';
import { decideStart, type SlotState, type SourceState } from './start-decision.js';

const position: CapturePosition = {
  pipeline: 'payments',
  epoch: 3,
  state: 'streaming',
  systemIdentifier: '7000000000000000001',
  timeline: 1,
  slot: 'vf_payments',
  slotCreatedLsn: 10n,
  commitLsn: 90n,
  index: 5,
  durableLsn: 100n,
};

const slot: SlotState = {
  plugin: 'pgoutput',
  database: 'vendorflow',
  confirmedLsn: 95n,
  walStatus: 'reserved',
  invalidationReason: null,
  failover: false,
};

const source: SourceState = {
  systemIdentifier: position.systemIdentifier,
  timeline: 1,
  database: 'vendorflow',
  walLsn: 1_000n,
  slot,
};

const decide = (known: CapturePosition | undefined, found: SourceState) =>
  decideStart({ pipeline: 'payments', slot: 'vf_payments', position: known, source: found });

function codeOf(known: CapturePosition | undefined, found: SourceState): CaptureStopCode | undefined {
  try {
    decide(known, found);
    return undefined;
  } catch (err) {
    if (err instanceof CaptureStop) return err.code;
    throw err;
  }
}

describe('the decision at the start', () => {
  it('makes a slot where there is neither slot nor position', () => {
    expect(decide(undefined, { ...source, slot: undefined })).toEqual({
      kind: 'create-slot',
      epoch: 1,
      dropFirst: false,
    });
  });

  it('goes on from the position while the slot has not been told more', () => {
    expect(decide(position, source)).toEqual({ kind: 'resume', position, confirmedLsn: 95n });
    expect(codeOf(position, { ...source, slot: { ...slot, confirmedLsn: 100n } })).toBeUndefined();
  });

  it('begins a new epoch on a new timeline, where old commit positions mean nothing', () => {
    expect(decide(position, { ...source, timeline: 2 })).toMatchObject({
      kind: 'resume',
      position: { epoch: 4, timeline: 2, commitLsn: 0n, durableLsn: 100n },
    });
  });

  it('makes the slot again when a crash left it half-made', () => {
    const creating: CapturePosition = { ...position, state: 'creating' };
    expect(decide(creating, source)).toEqual({ kind: 'create-slot', epoch: 3, dropFirst: true });
    expect(decide(creating, { ...source, slot: undefined })).toMatchObject({ dropFirst: false });
  });

  it.each<[string, CaptureStopCode, CapturePosition | undefined, SourceState]>([
    ['the slot is gone', 'slot-missing', position, { ...source, slot: undefined }],
    ['the slot stands beyond what was published', 'slot-ahead-of-position', position, at({ confirmedLsn: 101n })],
    ['the slot lost its log', 'slot-invalidated', position, at({ walStatus: 'lost' })],
    ['the slot was invalidated', 'slot-invalidated', position, at({ invalidationReason: 'wal_removed' })],
    ['the slot is of another plugin', 'slot-foreign', position, at({ plugin: 'wal2json' })],
    ['the slot is of another database', 'slot-foreign', position, at({ database: 'other' })],
    ['the server is another one', 'source-changed', position, { ...source, systemIdentifier: '8' }],
    ['a slot has no position', 'position-missing', undefined, source],
  ])('stops when %s', (_, code, known, found) => {
    expect(codeOf(known, found)).toBe(code);
  });

  it('tells the commands that repair, beside a running worker and without one', () => {
    const gone = () => decide(position, { ...source, slot: undefined });
    expect(gone).toThrow(/run: vendorflow capture slot create payments; .*init\.js --new-epoch payments/);
    const lost = () => decide(position, at({ walStatus: 'lost' }));
    expect(lost).toThrow(/run: vendorflow capture slot drop payments, then vendorflow capture slot create payments;/);
  });
});

describe('the position record', () => {
  it('survives the way through its text', () => {
    expect(parsePosition('payments', renderPosition(position))).toEqual(position);
  });

  it.each(['', '{}', 'null', '{"schema_version":2}'])('that can not be read is a typed stop: %s', (text) => {
    expect(() => parsePosition('payments', text)).toThrow(CaptureStop);
  });
});

function at(change: Partial<SlotState>): SourceState {
  return { ...source, slot: { ...slot, ...change } };
}
