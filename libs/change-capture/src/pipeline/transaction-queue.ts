/**
 * What was read and is not yet published, copied into batches as it comes. A batch ends at a commit whenever it can, so
 * that the offsets after it are a consistent cut; only a transaction larger than a batch is spread over several.
 */
import type { ChangeRecord } from '../encode/change-record.js';
import type { TransactionStamp } from '../encode/transaction-stamp.js';
import type { RecordAccumulator } from '../ports.js';

/** The commit that a batch ends with. */
export interface CommitBoundary {
  readonly commitLsn: bigint;
  readonly commitTimeUs: bigint;
  /** Event index after the transaction's last one: the commit itself, which is published with the batch. */
  readonly lastIndex: number;
}

/** How far a batch has a transaction that the next one goes on with. */
export interface TransactionPart {
  readonly commitLsn: bigint;
  /** Event index of the last change in this batch. */
  readonly lastIndex: number;
}

export interface Batch {
  readonly records: RecordAccumulator;
  /** Of changes: notes about the pipeline may join them. */
  readonly count: number;
  /** Transactions that are complete with this batch, in order. */
  readonly completed: readonly CommitBoundary[];
  /** Set when the batch ends inside a transaction. */
  readonly partOf: TransactionPart | undefined;
}

/** What a transaction takes beside its records, roughly. */
const TRANSACTION_OVERHEAD_BYTES = 512;

/** A batch in which a transaction is still open may grow to this many times its size before it is cut there. */
const OPEN_BATCH_FACTOR = 2;

export interface QueueOptions {
  /** A batch that has reached this size ends with the next commit. */
  readonly maxBatchBytes: number;
  readonly accumulate: () => RecordAccumulator;
}

interface FillingBatch {
  readonly records: RecordAccumulator;
  readonly completed: CommitBoundary[];
}

export class TransactionQueue {
  #full: Batch[] = [];
  #filling: FillingBatch | undefined;
  #open: TransactionStamp | undefined;
  #fullBytes = 0;

  constructor(private readonly options: QueueOptions) {}

  /** Bytes held; what the reader's pausing is decided by. */
  get bytes(): number {
    return this.#fullBytes + (this.#filling ? sizeOf(this.#filling) : 0);
  }

  begin(stamp: TransactionStamp): void {
    this.#open = stamp;
  }

  /** Adds a copy to the transaction that began last. Throws what the accumulator throws. */
  append(record: ChangeRecord): void {
    this.#batch().records.append(record);
  }

  /** The records of a change are complete: a batch may end here when its transaction is too large for one. */
  endChange(lastIndex: number): void {
    const filling = this.#filling;
    if (!filling || !this.#open) return;
    if (sizeOf(filling) < this.options.maxBatchBytes * OPEN_BATCH_FACTOR) return;
    this.#close({ commitLsn: this.#open.commitLsn, lastIndex });
  }

  commit(boundary: CommitBoundary): void {
    const batch = this.#batch();
    batch.completed.push(boundary);
    this.#open = undefined;
    if (sizeOf(batch) >= this.options.maxBatchBytes) this.#close(undefined);
  }

  /** Takes the next batch out; a small one waits for the commit of the transaction that is open. */
  take(): Batch | undefined {
    if (this.#full.length === 0 && !this.#open) this.#close(undefined);
    const batch = this.#full.shift();
    if (batch) this.#fullBytes -= sizeOf(batch);
    return batch;
  }

  #batch(): FillingBatch {
    if (!this.#open) throw new RangeError('a record or a commit outside a transaction');
    this.#filling ??= { records: this.options.accumulate(), completed: [] };
    return this.#filling;
  }

  #close(partOf: TransactionPart | undefined): void {
    if (!this.#filling) return;
    const batch = { ...this.#filling, count: this.#filling.records.count, partOf };
    this.#full.push(batch);
    this.#fullBytes += sizeOf(batch);
    this.#filling = undefined;
  }
}

const sizeOf = ({ records, completed }: Pick<Batch, 'records' | 'completed'>) =>
  records.bytes + completed.length * TRANSACTION_OVERHEAD_BYTES;
