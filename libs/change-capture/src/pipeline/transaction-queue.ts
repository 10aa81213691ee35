/**
 * What was read and is not yet published, as transactions in commit order. A batch ends at a commit whenever it can, so
 * that the offsets after it are a consistent cut; only a transaction larger than a batch is spread over several.
 */
import type { ChangeRecord } from '../encode/change-record.js';
import type { TransactionStamp } from '../encode/transaction-stamp.js';

/** The commit that a batch ends with. */
export interface CommitBoundary {
  readonly commitLsn: bigint;
  readonly commitTimeUs: bigint;
  /** Event index of the transaction's last change; 0 when it has none. */
  readonly lastIndex: number;
}

export interface Batch {
  readonly records: readonly ChangeRecord[];
  readonly bytes: number;
  /** Transactions that are complete with this batch, in order. */
  readonly completed: readonly CommitBoundary[];
}

interface QueuedTransaction {
  readonly stamp: TransactionStamp;
  records: ChangeRecord[];
  bytes: number;
  /** Set by the commit. */
  boundary: CommitBoundary | undefined;
}

/** What a record and a transaction take beside key and value, roughly: objects, header texts, array slots. */
const RECORD_OVERHEAD_BYTES = 256;
const TRANSACTION_OVERHEAD_BYTES = 512;

export interface QueueLimits {
  /** Most bytes of a batch; a single record may exceed it. */
  readonly maxBatchBytes: number;
}

export class TransactionQueue {
  #transactions: QueuedTransaction[] = [];
  #bytes = 0;

  constructor(private readonly limits: QueueLimits) {}

  /** Bytes held; what the reader's pausing is decided by. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Commit time of the oldest transaction that waits, or undefined when none does. */
  get oldestCommitTimeUs(): bigint | undefined {
    return this.#transactions[0]?.stamp.commitTimeUs;
  }

  begin(stamp: TransactionStamp): void {
    this.#transactions.push({ stamp, records: [], bytes: 0, boundary: undefined });
    this.#bytes += TRANSACTION_OVERHEAD_BYTES;
  }

  /** Adds to the transaction that began last. */
  append(record: ChangeRecord): void {
    const open = this.#transactions.at(-1);
    if (!open) throw new RangeError('a record outside a transaction');
    const bytes = recordBytes(record);
    open.records.push(record);
    open.bytes += bytes;
    this.#bytes += bytes;
  }

  commit(boundary: CommitBoundary): void {
    const open = this.#transactions.at(-1);
    if (!open) throw new RangeError('a commit outside a transaction');
    open.boundary = boundary;
  }

  /** Takes the next batch out, or gives undefined when nothing can be taken yet. */
  take(): Batch | undefined {
    const records: ChangeRecord[] = [];
    const completed: CommitBoundary[] = [];
    let bytes = 0;
    let taken = 0;
    for (const transaction of this.#transactions) {
      if (!transaction.boundary || bytes + transaction.bytes > this.limits.maxBatchBytes) break;
      for (const record of transaction.records) records.push(record);
      completed.push(transaction.boundary);
      bytes += transaction.bytes;
      taken += 1;
    }
    if (taken === 0) return this.#takePart();
    this.#transactions = this.#transactions.slice(taken);
    this.#bytes -= bytes + taken * TRANSACTION_OVERHEAD_BYTES;
    return { records, bytes, completed };
  }

  /** Of a transaction that is larger than a batch, committed or not, as much as a batch may hold. */
  #takePart(): Batch | undefined {
    const [oldest] = this.#transactions;
    if (!oldest || oldest.bytes <= this.limits.maxBatchBytes) return undefined;
    let bytes = 0;
    let count = 0;
    for (const record of oldest.records) {
      const size = recordBytes(record);
      if (count > 0 && bytes + size > this.limits.maxBatchBytes) break;
      bytes += size;
      count += 1;
    }
    const records = oldest.records.slice(0, count);
    oldest.records = oldest.records.slice(count);
    oldest.bytes -= bytes;
    this.#bytes -= bytes;
    return { records, bytes, completed: [] };
  }
}

function recordBytes(record: ChangeRecord): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0) + RECORD_OVERHEAD_BYTES;
}
