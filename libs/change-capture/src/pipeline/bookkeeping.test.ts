import { describe, expect, it } from '@jest/globals';
import { progressRecord, type ProgressRecord } from '@vf/contracts';
import { parsePosition, type CapturePosition } from '../position/capture-position.js';
import type { Delivery, PublishedRange } from '../ports.js';
import { Bookkeeping } from './bookkeeping.js';
import type { CommitBoundary } from './transaction-queue.js';

const position: CapturePosition = {
  pipeline: 'payments',
  epoch: 1,
  state: 'streaming',
  systemIdentifier: '7',
  timeline: 1,
  slot: 's',
  slotCreatedLsn: 1n,
  commitLsn: 50n,
  index: 0,
  durableLsn: 60n,
};

const bookkeepingFrom = (
  cutsFromLsn: bigint,
  nowMs = () => 0,
  delivery: Delivery = 'at-least-once',
  progress: () => ProgressRecord['snapshot'] = () => undefined,
) =>
  new Bookkeeping({
    delivery,
    progressTopic: 'progress',
    positionsTopic: 'positions',
    position,
    endOffsets: new Map([
      [
        'a',
        new Map([
          [0, 10n],
          [1, 20n],
        ]),
      ],
    ]),
    cutsFromLsn,
    snapshots: { render: () => '{}', progress },
    nowMs,
  });

const commit = (commitLsn: bigint): CommitBoundary => ({ commitLsn, commitTimeUs: commitLsn * 10n, lastIndex: 3 });
const upTo = (commitLsn: bigint) => ({ completed: [commit(commitLsn)], partOf: undefined });
const inside = (commitLsn: bigint) => ({ completed: [], partOf: { commitLsn, lastIndex: 9 } });
const rangeOf = (partition: number, firstOffset: bigint, endOffset: bigint) =>
  new Map([['a', new Map<number, PublishedRange>([[partition, { firstOffset, endOffset }]])]]);

function progressOf(bookkeeping: Bookkeeping) {
  const record = bookkeeping.takeRecords().find(({ topic }) => topic === 'progress');
  return record && progressRecord.parse(JSON.parse(String(record.value)));
}

describe('progress', () => {
  it('names every partition, also those that nothing was published to', () => {
    const bookkeeping = bookkeepingFrom(0n);
    bookkeeping.published(rangeOf(1, 20n, 23n), upTo(70n), 80n);
    expect(progressOf(bookkeeping)).toEqual({
      pipeline: 'payments',
      epoch: 1,
      commit_lsn: '0000000000000046',
      commit_ts_us: 700,
      partitions: { a: { '0': '10', '1': '23' } },
    });
  });

  it('is silent inside a transaction, and counts what was published of it at its commit', () => {
    const bookkeeping = bookkeepingFrom(0n);
    bookkeeping.published(rangeOf(0, 10n, 15n), inside(70n), 60n);
    expect(progressOf(bookkeeping)).toBeUndefined();
    bookkeeping.published(rangeOf(1, 20n, 21n), upTo(70n), 80n);
    expect(progressOf(bookkeeping)?.partitions).toEqual({ a: { '0': '15', '1': '21' } });
  });

  it('of a commit is given up when a part of a later transaction was published before it was told', () => {
    const bookkeeping = bookkeepingFrom(0n);
    bookkeeping.published(rangeOf(0, 10n, 11n), upTo(70n), 80n);
    bookkeeping.published(rangeOf(0, 11n, 15n), inside(90n), 80n);
    expect(progressOf(bookkeeping)).toBeUndefined();
    const partly = { completed: [commit(90n)], partOf: { commitLsn: 95n, lastIndex: 1 } };
    bookkeeping.published(rangeOf(1, 20n, 23n), partly, 92n);
    expect(progressOf(bookkeeping)).toBeUndefined();
    bookkeeping.published(rangeOf(1, 23n, 24n), upTo(95n), 99n);
    expect(progressOf(bookkeeping)).toMatchObject({ partitions: { a: { '0': '15', '1': '24' } } });
  });

  it('is told anew when a snapshot ends after the last commit, but not inside a transaction', async () => {
    let complete = false;
    const bookkeeping = bookkeepingFrom(
      0n,
      () => 0,
      'at-least-once',
      () => ({ complete, current: null }),
    );
    const store = async () => {
      const stored = bookkeeping.snapshotsChanged();
      bookkeeping.hurry();
      bookkeeping.takeRecords();
      bookkeeping.acknowledged();
      await stored;
      bookkeeping.hurry();
    };
    bookkeeping.published(rangeOf(0, 10n, 12n), upTo(70n), 80n);
    bookkeeping.hurry();
    expect(progressOf(bookkeeping)).toMatchObject({ snapshot: { complete: false } });
    complete = true;
    await store();
    expect(progressOf(bookkeeping)).toMatchObject({ partitions: { a: { '0': '12' } }, snapshot: { complete: true } });
    bookkeeping.published(rangeOf(0, 12n, 15n), inside(90n), 80n);
    await store();
    expect(progressOf(bookkeeping)).toBeUndefined();
  });

  it('is silent until the stream has passed what an earlier life may have published', () => {
    const bookkeeping = bookkeepingFrom(100n);
    bookkeeping.published(rangeOf(0, 10n, 11n), upTo(99n), 99n);
    expect(progressOf(bookkeeping)).toBeUndefined();
    bookkeeping.published(rangeOf(0, 11n, 12n), upTo(100n), 101n);
    expect(progressOf(bookkeeping)?.partitions).toEqual({ a: { '0': '12', '1': '20' } });
  });
});

describe('the position', () => {
  it('may be told to the slot only after the broker has it', () => {
    const bookkeeping = bookkeepingFrom(0n);
    bookkeeping.published(rangeOf(0, 10n, 11n), upTo(70n), 80n);
    expect(bookkeeping.recordedLsn).toBe(60n);
    const record = bookkeeping.takeRecords().find(({ topic }) => topic === 'positions');
    expect(bookkeeping.recordedLsn).toBe(60n);
    bookkeeping.acknowledged();
    expect(bookkeeping.recordedLsn).toBe(80n);
    expect(parsePosition('payments', String(record?.value))).toMatchObject({
      commitLsn: 70n,
      index: 3,
      durableLsn: 80n,
    });
  });

  it('never goes back, when what was published already is read again', () => {
    const bookkeeping = bookkeepingFrom(100n);
    bookkeeping.published(new Map(), upTo(40n), 45n);
    expect(bookkeeping.dueInMs).toBe(Infinity);
  });

  it('moves with an idle stream', () => {
    const bookkeeping = bookkeepingFrom(0n);
    expect(bookkeeping.dueInMs).toBe(Infinity);
    bookkeeping.movedTo(90n);
    expect(bookkeeping.dueInMs).toBe(0);
    bookkeeping.takeRecords();
    bookkeeping.acknowledged();
    expect([bookkeeping.recordedLsn, bookkeeping.dueInMs]).toEqual([90n, Infinity]);
  });
});

describe('the position at exactly-once', () => {
  const positionIn = (records: readonly { topic: string; value: Buffer | null }[]) => {
    const record = records.find(({ topic }) => topic === 'positions');
    return record && parsePosition('payments', String(record.value));
  };

  it('goes with the batch that it describes, at once and whatever the pace', () => {
    const bookkeeping = bookkeepingFrom(0n, () => 0, 'exactly-once');
    for (const commitLsn of [70n, 80n]) {
      const batch = { ...upTo(commitLsn), count: 3 };
      expect(positionIn(bookkeeping.takeRecords(batch))).toMatchObject({ commitLsn, index: 3 });
      bookkeeping.acknowledged();
      bookkeeping.published(new Map(), batch, commitLsn + 5n);
    }
    expect(bookkeeping.recordedLsn).toBe(75n);
  });

  it('names the event that a batch ends with inside a transaction, and goes on from there', () => {
    const bookkeeping = bookkeepingFrom(0n, () => 0, 'exactly-once');
    expect(positionIn(bookkeeping.takeRecords({ ...inside(90n), count: 1 }))).toMatchObject({
      commitLsn: 90n,
      index: 9,
    });
    const end = { completed: [{ ...commit(90n), lastIndex: 20 }], partOf: undefined, count: 1 };
    expect(positionIn(bookkeeping.takeRecords(end))).toMatchObject({ commitLsn: 90n, index: 20 });
  });

  it('needs no transaction of its own for commits without changes', () => {
    const bookkeeping = bookkeepingFrom(0n, () => 0, 'exactly-once');
    expect(bookkeeping.takeRecords({ ...upTo(70n), count: 0 })).toEqual([]);
  });
});

describe('the pace', () => {
  it('is held to a few records a second under load, and nothing is kept back for longer', () => {
    let nowMs = 1_000;
    const bookkeeping = bookkeepingFrom(0n, () => nowMs);
    const topicsAfter = (commitLsn: bigint) => {
      bookkeeping.published(rangeOf(0, commitLsn, commitLsn + 1n), upTo(commitLsn), commitLsn + 5n);
      return bookkeeping.takeRecords().map(({ topic }) => topic);
    };
    expect(topicsAfter(100n)).toEqual(['progress', 'positions']);
    nowMs += 5;
    expect(topicsAfter(200n)).toEqual([]);
    expect(bookkeeping.dueInMs).toBe(15);
    nowMs += 15;
    expect(bookkeeping.dueInMs).toBe(0);
    expect(topicsAfter(300n)).toEqual(['progress']);
    expect(bookkeeping.dueInMs).toBe(980);
    bookkeeping.hurry();
    expect(bookkeeping.dueInMs).toBe(0);
    expect(bookkeeping.takeRecords().map(({ topic }) => topic)).toEqual(['positions']);
  });
});
