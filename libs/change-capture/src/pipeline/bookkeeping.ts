/**
 * What a pipeline writes about itself after each batch: the progress record, by which readers find consistent cuts, and
 * the position record, by which the next life goes on. Both travel with the next batch, so that they cost no round trip.
 */
import type { ProgressRecord } from '@vf/contracts';
import type { ChangeRecord } from '../encode/change-record.js';
import { lsnToFixedHex } from '../lsn.js';
import { renderPosition, type CapturePosition } from '../position/capture-position.js';
import type { Delivery, OffsetsByPartition, PublishedRange } from '../ports.js';
import { snapshotsKey } from '../snapshot/stored-snapshots.js';
import type { Batch, CommitBoundary, TransactionPart } from './transaction-queue.js';

/** How a batch ends, as far as cuts and positions go. */
type BatchEnd = Pick<Batch, 'completed' | 'partOf'> & { readonly count?: number };

export interface BookkeepingOptions {
  readonly progressTopic: string;
  readonly positionsTopic: string;
  /** As the session found it. */
  readonly position: CapturePosition;
  /** End of every partition of the pipeline's topics at the start of the session. */
  readonly endOffsets: OffsetsByPartition<bigint>;
  /**
   * End of the log at the start of the session. Until the stream has come to it, the partitions may hold changes of
   * later commits that an earlier life published, so their ends are no cut.
   */
  readonly cutsFromLsn: bigint;
  readonly snapshots: {
    /** The record of the snapshots as it is now. */
    readonly render: () => string;
    readonly progress: () => ProgressRecord['snapshot'];
  };
  /** At exactly-once the position goes with each batch that it describes; otherwise with one of the next. */
  readonly delivery?: Delivery;
  /** Wall clock, for the records' timestamps. */
  readonly nowMs?: () => number;
  /** A clock that never goes back, for the pace: a step of the wall clock must not hold the records up. */
  readonly steadyMs?: () => number;
}

/** Progress is for readers that wait for a commit: often, but not once per commit at thousands a second. */
const PROGRESS_EVERY_MS = 20;
/** The position only bounds what is sent again after a crash, and its topic is read whole at a start. */
const POSITION_EVERY_MS = 1_000;
/** The same of a snapshot's cursor. */
const SNAPSHOTS_EVERY_MS = 500;

/** Both topics have one partition. */
const ONLY_PARTITION = 0;

export class Bookkeeping {
  #position: CapturePosition;
  /** Position that is on its way to the broker. */
  #sent: CapturePosition;
  #recorded: CapturePosition;
  #progressDue: CommitBoundary | undefined;
  /** The commit that the partitions' ends are a cut at; undefined while they are none. */
  #cut: CommitBoundary | undefined;
  #progressSentMs = -Infinity;
  #positionSentMs = -Infinity;
  /** Who waits until the record of the snapshots is written; empty when it is not due. */
  #snapshotsWaiting: (() => void)[] = [];
  #snapshotsSent: (() => void)[] = [];
  #snapshotsSentMs = -Infinity;
  #hurried = false;
  readonly #nowMs: () => number;
  readonly #steadyMs: () => number;
  readonly #ends: Map<string, Map<number, bigint>>;

  constructor(private readonly options: BookkeepingOptions) {
    this.#nowMs = options.nowMs ?? Date.now;
    this.#steadyMs = options.steadyMs ?? options.nowMs ?? (() => performance.now());
    this.#position = options.position;
    this.#sent = options.position;
    this.#recorded = options.position;
    this.#ends = new Map([...options.endOffsets].map(([topic, ends]) => [topic, new Map(ends)]));
  }

  /** The broker holds a position record that says: everything before this LSN is published. The slot may be told so. */
  get recordedLsn(): bigint {
    return this.#recorded.durableLsn;
  }

  /** A batch was acknowledged; `durableLsn` is the frontier's after it. */
  published(ranges: OffsetsByPartition<PublishedRange>, batch: BatchEnd, durableLsn: bigint): void {
    for (const [topic, partitions] of ranges) {
      const ends = this.#ends.get(topic);
      if (ends) for (const [partition, { endOffset }] of partitions) ends.set(partition, endOffset);
    }
    const boundary = batch.completed.at(-1);
    // Inside a large transaction the ends are no cut, not of an earlier commit either: a later one will say how far it is.
    if (batch.partOf) {
      this.#progressDue = undefined;
      this.#cut = undefined;
    }
    if (!boundary) return;
    this.movedTo(durableLsn);
    const { commitLsn, lastIndex } = boundary;
    if (!isBefore(boundary, this.#position)) this.#position = { ...this.#position, commitLsn, index: lastIndex };
    if (commitLsn < this.options.cutsFromLsn || batch.partOf) return;
    this.#progressDue = boundary;
    this.#cut = boundary;
  }

  /** Everything before this LSN is published; an idle stream moves on without a commit. Never goes back. */
  movedTo(durableLsn: bigint): void {
    if (durableLsn > this.#position.durableLsn) this.#position = { ...this.#position, durableLsn };
  }

  /** The snapshots have changed; resolves when the broker has their record as it is now or later. */
  async snapshotsChanged(): Promise<void> {
    return new Promise((resolve) => this.#snapshotsWaiting.push(resolve));
  }

  /** The record of the snapshots goes with the next batch, whatever its pace. */
  hurrySnapshots(): void {
    this.#snapshotsSentMs = -Infinity;
  }

  /** Everything is due at once: the slot is about to be told, or the session to end. */
  hurry(): void {
    this.#hurried = true;
  }

  /** Milliseconds until something is to be published; 0 for now, Infinity when there is nothing to say. */
  get dueInMs(): number {
    const progress = this.#progressDue ? this.#progressSentMs + PROGRESS_EVERY_MS : Infinity;
    const position = this.#position !== this.#sent ? this.#positionSentMs + POSITION_EVERY_MS : Infinity;
    const snapshots = this.#snapshotsWaiting.length > 0 ? this.#snapshotsSentMs + SNAPSHOTS_EVERY_MS : Infinity;
    const due = Math.min(progress, position, snapshots);
    if (due === Infinity) return Infinity;
    return this.#hurried ? 0 : Math.max(0, due - this.#steadyMs());
  }

  /**
   * The records to publish now with this batch, if there is one; call `acknowledged` when the broker has them. At
   * exactly-once, the batch's own position is among them: both are committed, or neither.
   */
  takeRecords(batch?: BatchEnd): ChangeRecord[] {
    if (this.options.delivery === 'exactly-once' && batch?.count) this.#reach(batch);
    const records: ChangeRecord[] = [];
    const nowMs = this.#steadyMs();
    if (this.#progressDue && (this.#hurried || nowMs - this.#progressSentMs >= PROGRESS_EVERY_MS)) {
      records.push(this.#record(this.options.progressTopic, this.#progress(this.#progressDue)));
      this.#progressDue = undefined;
      this.#progressSentMs = nowMs;
    }
    if (this.#position !== this.#sent && (this.#hurried || nowMs - this.#positionSentMs >= POSITION_EVERY_MS)) {
      records.push(this.#record(this.options.positionsTopic, renderPosition(this.#position)));
      this.#sent = this.#position;
      this.#positionSentMs = nowMs;
    }
    if (this.#snapshotsWaiting.length > 0 && (this.#hurried || nowMs - this.#snapshotsSentMs >= SNAPSHOTS_EVERY_MS)) {
      const { positionsTopic, position, snapshots } = this.options;
      records.push(pipelineRecord(positionsTopic, snapshotsKey(position.pipeline), snapshots.render(), this.#nowMs()));
      this.#snapshotsSent = this.#snapshotsWaiting.splice(0);
      this.#snapshotsSentMs = nowMs;
    }
    this.#hurried = false;
    return records;
  }

  #reach(batch: BatchEnd): void {
    const end = batch.partOf ?? batch.completed.at(-1);
    if (!end || isBefore(end, this.#position)) return;
    this.#position = { ...this.#position, commitLsn: end.commitLsn, index: end.lastIndex };
    this.#positionSentMs = -Infinity;
  }

  acknowledged(): void {
    this.#recorded = this.#sent;
    // Progress tells of the snapshots too. The end of one comes after its last row's commit, and nothing may follow for long.
    if (this.#snapshotsSent.length > 0) this.#progressDue ??= this.#cut;
    for (const resolve of this.#snapshotsSent.splice(0)) resolve();
  }

  #progress(boundary: CommitBoundary): string {
    const partitions = Object.fromEntries(
      [...this.#ends].map(([topic, ends]) => [
        topic,
        Object.fromEntries([...ends].map(([partition, end]) => [String(partition), String(end)])),
      ]),
    );
    const progress: ProgressRecord = {
      pipeline: this.options.position.pipeline,
      epoch: this.options.position.epoch,
      commit_lsn: lsnToFixedHex(boundary.commitLsn),
      commit_ts_us: Number(boundary.commitTimeUs),
      partitions,
      snapshot: this.options.snapshots.progress(),
    };
    return JSON.stringify(progress);
  }

  #record(topic: string, value: string): ChangeRecord {
    return pipelineRecord(topic, this.options.position.pipeline, value, this.#nowMs());
  }
}

/** Whether a place in the stream lies before, or at, the position. */
function isBefore(place: TransactionPart, { commitLsn, index }: CapturePosition): boolean {
  return place.commitLsn < commitLsn || (place.commitLsn === commitLsn && place.lastIndex <= index);
}

/** A record about a pipeline, keyed by its name or by one that begins with it. */
export function pipelineRecord(topic: string, key: string, value: string, timestampMs: number): ChangeRecord {
  return {
    topic,
    partition: ONLY_PARTITION,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: {},
    timestampMs,
  };
}
