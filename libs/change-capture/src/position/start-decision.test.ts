import { describe, expect, it } from '@jest/globals';
import { CaptureStop, type CaptureStopCode } from '../capture-stop.js';
import { epochOfCommit, parsePosition, renderPosition, type CapturePosition } from './capture-position.js';
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
  history: [],
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

  it('begins a new epoch where a failover left the timeline, and goes on from the position', () => {
    expect(decide(position, promoted(150n))).toEqual({
      kind: 'resume',
      position: { ...position, epoch: 4, timeline: 2, earlierEpochs: [{ epoch: 3, endLsn: 150n }] },
      confirmedLsn: 95n,
    });
  });

  it('keeps earlier epochs only as long as commits of theirs may be to come', () => {
    const earlierEpochs = [
      { epoch: 1, endLsn: 99n },
      { epoch: 2, endLsn: 120n },
    ];
    expect(decide({ ...position, earlierEpochs }, promoted(150n))).toMatchObject({
      position: {
        earlierEpochs: [
          { epoch: 2, endLsn: 120n },
          { epoch: 3, endLsn: 150n },
        ],
      },
    });
    expect(decide(position, promoted(100n))).toMatchObject({ position: { epoch: 4, earlierEpochs: [] } });
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
    ['a standby was promoted without what is published', 'source-behind-position', position, promoted(99n)],
    [
      'a standby lacks a part of what is published',
      'source-behind-position',
      { ...position, commitLsn: 110n },
      promoted(110n),
    ],
    ['a former primary is back', 'source-changed', { ...position, timeline: 2 }, source],
    [
      'another standby was promoted',
      'source-changed',
      { ...position, timeline: 2 },
      { ...promoted(200n), timeline: 3 },
    ],
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

  it('survives it with the epochs of earlier timelines', () => {
    const known: CapturePosition = { ...position, earlierEpochs: [{ epoch: 2, endLsn: 120n }] };
    expect(parsePosition('payments', renderPosition(known))).toEqual(known);
  });

  it('tells the epoch in which a commit was made', () => {
    const earlierEpochs = [
      { epoch: 1, endLsn: 50n },
      { epoch: 2, endLsn: 120n },
    ];
    const epochs = [49n, 50n, 119n, 120n].map((lsn) => epochOfCommit({ epoch: 3, earlierEpochs }, lsn));
    expect(epochs).toEqual([1, 2, 2, 3]);
    expect(epochOfCommit({ epoch: 3 }, 1n)).toBe(3);
  });

  it.each(['', '{}', 'null', '{"schema_version":2}'])('that can not be read is a typed stop: %s', (text) => {
    expect(() => parsePosition('payments', text)).toThrow(CaptureStop);
  });
});

/** The server on timeline 2, after it had left the first one at that LSN; its log has gone on. */
function promoted(endLsn: bigint): SourceState {
  return { ...source, timeline: 2, history: [{ timeline: 1, endLsn }] };
}

function at(change: Partial<SlotState>): SourceState {
  return { ...source, slot: { ...slot, ...change } };
}
