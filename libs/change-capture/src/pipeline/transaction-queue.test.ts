import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeRecord } from '../encode/change-record.js';
import { profiles } from '../encode/format-options.js';
import { stampTransaction } from '../encode/transaction-stamp.js';
import { RecordedBatch, recordsIn } from './recording-broker.fixture.js';
import { TransactionQueue, type Batch } from './transaction-queue.js';

const MAX_BATCH_BYTES = 4_000;
/** Of a record in these tests: its key counts too. */
const MAX_RECORD_BYTES = 3_010;

const newQueue = () => new TransactionQueue({ maxBatchBytes: MAX_BATCH_BYTES, accumulate: () => new RecordedBatch() });

const stampAt = (commitLsn: bigint) =>
  stampTransaction(
    { commitLsn, commitTimeUs: 1_000n * commitLsn, xid: 1 },
    { epoch: 1, database: 'd', format: profiles.json, previousCommitLsn: null },
  );

const recordOf = (name: string, bytes: number): ChangeRecord => ({
  topic: 't',
  partition: 0,
  key: Buffer.from(name),
  value: Buffer.alloc(bytes),
  headers: {},
  timestampMs: 0,
});

/** Sizes of the records of some transactions. */
const anyTransactions = fc.array(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 8 }), { maxLength: 20 });

/** Puts transactions in, named `transaction/record`, and gives the names; `afterEach` may take batches out. */
function fill(queue: TransactionQueue, transactions: readonly number[][], afterEach = () => undefined): string[] {
  return transactions.flatMap((sizes, index) => {
    const commitLsn = BigInt(index + 1);
    queue.begin(stampAt(commitLsn));
    const names = sizes.map((size, place) => {
      queue.append(recordOf(`${index}/${place}`, size));
      queue.endChange(place);
      afterEach();
      return `${index}/${place}`;
    });
    queue.commit({ commitLsn, commitTimeUs: 0n, lastIndex: sizes.length });
    return names;
  });
}

function takeAll(queue: TransactionQueue): Batch[] {
  const batches: Batch[] = [];
  for (let batch = queue.take(); batch; batch = queue.take()) batches.push(batch);
  return batches;
}

const namesIn = ({ records }: Batch) => recordsIn(records).map(({ key }) => String(key));

describe('the transaction queue', () => {
  it('gives every record once and in order, whenever it is asked', () => {
    fc.assert(
      fc.property(anyTransactions, fc.infiniteStream(fc.boolean()), (transactions, asks) => {
        const queue = newQueue();
        const batches: Batch[] = [];
        const expected = fill(queue, transactions, () => {
          if (asks.next().value) batches.push(...takeAll(queue));
        });
        batches.push(...takeAll(queue));
        expect(batches.flatMap(namesIn)).toEqual(expected);
        expect(batches.flatMap(({ completed }) => completed.map(({ commitLsn }) => Number(commitLsn)))).toEqual(
          transactions.map((_, index) => index + 1),
        );
        expect(queue.bytes).toBe(0);
      }),
    );
  });

  it('ends every batch at a commit, save inside a transaction that is larger than a batch', () => {
    fc.assert(
      fc.property(anyTransactions, (transactions) => {
        const queue = newQueue();
        fill(queue, transactions);
        for (const { partOf } of takeAll(queue)) {
          if (!partOf) continue;
          const cut = transactions[Number(partOf.commitLsn) - 1] ?? [];
          expect(cut.reduce((sum, size) => sum + size + MAX_RECORD_BYTES - 3_000, 0)).toBeGreaterThan(MAX_BATCH_BYTES);
        }
      }),
    );
  });

  it('says how far a batch has a transaction that goes on in the next one', () => {
    fc.assert(
      fc.property(anyTransactions, (transactions) => {
        const queue = newQueue();
        fill(queue, transactions);
        for (const batch of takeAll(queue)) {
          const { commitLsn, lastIndex } = batch.partOf ?? {};
          if (commitLsn !== undefined) expect(namesIn(batch).at(-1)).toBe(`${Number(commitLsn) - 1}/${lastIndex}`);
        }
      }),
    );
  });

  it('holds batches to twice their size and a record', () => {
    fc.assert(
      fc.property(anyTransactions, (transactions) => {
        const queue = newQueue();
        fill(queue, transactions);
        for (const { records } of takeAll(queue)) {
          expect(records.bytes).toBeLessThanOrEqual(MAX_BATCH_BYTES * 2 + MAX_RECORD_BYTES);
        }
      }),
    );
  });

  it('waits for the commit of a transaction that fits a batch', () => {
    const queue = newQueue();
    queue.begin(stampAt(1n));
    queue.append(recordOf('a', 10));
    queue.endChange(1);
    expect(queue.take()).toBeUndefined();
    queue.commit({ commitLsn: 1n, commitTimeUs: 0n, lastIndex: 1 });
    expect(queue.take()?.completed).toHaveLength(1);
  });

  it('takes a record that is larger than a batch', () => {
    const queue = newQueue();
    fill(queue, [[MAX_BATCH_BYTES * 3]]);
    expect(takeAll(queue).map(({ count, completed }) => [count, completed.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
