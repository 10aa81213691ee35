import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeRecord } from '../encode/change-record.js';
import { stampTransaction } from '../encode/transaction-stamp.js';
import { TransactionQueue, type Batch } from './transaction-queue.js';

const MAX_BATCH_BYTES = 4_000;

const stampAt = (commitLsn: bigint) =>
  stampTransaction(
    { commitLsn, commitTimeUs: 1_000n * commitLsn, xid: 1 },
    { epoch: 1, database: 'd', previousCommitLsn: null },
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

function takeAll(queue: TransactionQueue): Batch[] {
  const batches: Batch[] = [];
  for (let batch = queue.take(); batch; batch = queue.take()) batches.push(batch);
  return batches;
}

describe('the transaction queue', () => {
  it('gives every record once and in order, whenever it is asked', () => {
    fc.assert(
      fc.property(anyTransactions, fc.array(fc.boolean()), (transactions, asks) => {
        const queue = new TransactionQueue({ maxBatchBytes: MAX_BATCH_BYTES });
        const [expected, batches]: [string[], Batch[]] = [[], []];
        let step = 0;
        transactions.forEach((sizes, index) => {
          const commitLsn = BigInt(index + 1);
          queue.begin(stampAt(commitLsn));
          sizes.forEach((size, place) => {
            expected.push(`${index}/${place}`);
            queue.append(recordOf(`${index}/${place}`, size));
            if (asks[(step += 1)]) batches.push(...takeAll(queue));
          });
          queue.commit({ commitLsn, commitTimeUs: 0n, lastIndex: 0 });
        });
        batches.push(...takeAll(queue));
        expect(batches.flatMap(({ records }) => records.map(({ key }) => String(key)))).toEqual(expected);
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
        const queue = new TransactionQueue({ maxBatchBytes: MAX_BATCH_BYTES });
        transactions.forEach((sizes, index) => {
          queue.begin(stampAt(BigInt(index + 1)));
          sizes.forEach((size, place) => queue.append(recordOf(`${index}/${place}`, size)));
          queue.commit({ commitLsn: BigInt(index + 1), commitTimeUs: 0n, lastIndex: 0 });
        });
        for (const { records, completed } of takeAll(queue)) {
          if (completed.length > 0) continue;
          const owners = new Set(records.map(({ key }) => String(key).split('/')[0]));
          expect(owners.size).toBe(1);
        }
      }),
    );
  });

  it('waits for the commit of a transaction that fits a batch', () => {
    const queue = new TransactionQueue({ maxBatchBytes: MAX_BATCH_BYTES });
    queue.begin(stampAt(1n));
    queue.append(recordOf('a', 10));
    expect(queue.take()).toBeUndefined();
    queue.commit({ commitLsn: 1n, commitTimeUs: 0n, lastIndex: 0 });
    expect(queue.take()?.completed).toHaveLength(1);
  });

  it('takes a record that is larger than a batch alone', () => {
    const queue = new TransactionQueue({ maxBatchBytes: MAX_BATCH_BYTES });
    queue.begin(stampAt(1n));
    queue.append(recordOf('large', MAX_BATCH_BYTES * 2));
    expect(queue.take()?.records).toHaveLength(1);
  });
});
