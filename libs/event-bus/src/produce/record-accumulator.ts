/** Records on their way to one publish, as batches by partition. What is appended is copied, and in order per partition. */
import { RecordTooLargeError } from '../errors.js';
import type { PublishRecord } from '../publish-record.js';
import { RecordBatch } from './record-batch.js';
import { SegmentPool } from './segment-pool.js';

export class RecordAccumulator {
  /** By topic, then partition: the batch that takes more. */
  readonly #open = new Map<string, RecordBatch[]>();
  readonly #batches: RecordBatch[] = [];
  #count = 0;
  #bytes = 0;

  /** `maxBatchBytes`: of one partition's batch; what goes beyond begins another one. */
  constructor(
    private readonly pool: SegmentPool,
    private readonly maxBatchBytes: number,
  ) {}

  /** Records taken. */
  get count(): number {
    return this.#count;
  }

  /** Their bytes on the wire. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Throws RecordTooLargeError for a record that fits no batch; what was appended before stays. */
  append(record: PublishRecord): void {
    const open = this.#open.get(record.topic)?.[record.partition];
    const before = open?.bytes ?? 0;
    if (open?.append(record, this.maxBatchBytes)) this.#bytes += open.bytes - before;
    else this.#bytes += this.#begin(record).bytes;
    this.#count += 1;
  }

  /** All batches, in the order in which they were begun; those of one partition follow one another. */
  get batches(): readonly RecordBatch[] {
    return this.#batches;
  }

  /** A new batch, which begins with this record. */
  #begin(record: PublishRecord): RecordBatch {
    const { topic, partition } = record;
    const batch = new RecordBatch(topic, partition, this.pool);
    if (!batch.append(record, this.maxBatchBytes)) throw this.#tooLarge(record);
    let ofTopic = this.#open.get(topic);
    if (!ofTopic) this.#open.set(topic, (ofTopic = []));
    ofTopic[partition] = batch;
    this.#batches.push(batch);
    return batch;
  }

  #tooLarge(record: PublishRecord): RecordTooLargeError {
    const alone = new RecordBatch(record.topic, record.partition, new SegmentPool(0));
    alone.append(record);
    return new RecordTooLargeError(record, alone.bytes, `the ${String(this.maxBatchBytes)} that a batch may have`);
  }
}
