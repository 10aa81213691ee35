/** One session of a pipeline: from a prepared source to the stream's end, with everything it holds made for it alone. */
import { randomUUID } from 'node:crypto';
import { CaptureStop } from '../capture-stop.js';
import { RecordGate, type DeadLetterOptions } from '../dead-letter/record-gate.js';
import { DurableFrontier } from '../durable-frontier.js';
import { contextHeaders, type EnvelopeSource } from '../encode/envelope-source.js';
import { PiiHasher } from '../pii/pii-hasher.js';
import { RecordRefused, type ChangeSink } from '../ports.js';
import { ReplicationSession } from '../session/replication-session.js';
import type { PreparedSource } from '../source/prepare-source.js';
import { endWithin } from '../source/source-client.js';
import { readCatalogue, SourceCatalogue } from '../types/source-catalogue.js';
import { Bookkeeping } from './bookkeeping.js';
import type { CaptureStatus } from './capture-status.js';
import { ChangeReader } from './change-reader.js';
import { formatOf, type PipelineOptions } from './pipeline-options.js';
import { readEndOffsets } from './prepare-pipeline.js';
import { PublishLoop } from './publish-loop.js';
import { SnapshotBook } from '../snapshot/snapshot-book.js';
import { SnapshotRefused } from '../snapshot/snapshot-requests.js';
import { SnapshotRunner } from '../snapshot/snapshot-runner.js';
import { progressSnapshotOf } from '../snapshot/snapshot-view.js';
import { parseSnapshots, snapshotsKey } from '../snapshot/stored-snapshots.js';
import { VanishedKeySweep } from '../snapshot/vanished-key-sweep.js';
import { TransactionQueue, type Batch } from './transaction-queue.js';

const LAST_REPLY_LIMIT_MS = 1_000;
const US_PER_MS = 1_000n;
/** Keys of a topic that a repair holds at a time. */
const MAX_SWEPT_KEY_BYTES = 32 * 1024 * 1024;

/** When the server does not limit a sender's silence (wal_sender_timeout = 0), its default stands in. */
const DEFAULT_SENDER_TIMEOUT_MS = 60_000;

export class CaptureSession {
  readonly #frontier: DurableFrontier;
  readonly #queue: TransactionQueue;
  readonly #reader: ChangeReader;
  readonly #bookkeeping: Bookkeeping;
  readonly #stream: ReplicationSession;
  readonly #loop: PublishLoop;
  readonly #snapshots: SnapshotRunner;
  /** Ends what the session has begun beside the stream. */
  readonly #over = new AbortController();
  #replyOwed = false;

  static async create(
    pipeline: PipelineOptions,
    source: PreparedSource,
    sink: ChangeSink,
    status: CaptureStatus,
  ): Promise<CaptureSession> {
    const stored = await pipeline.broker.readPosition(snapshotsKey(pipeline.name));
    const book = new SnapshotBook(parseSnapshots(pipeline.name, stored), pipeline.tables);
    const bookkeeping = new Bookkeeping({
      progressTopic: pipeline.progressTopic,
      positionsTopic: pipeline.positionsTopic,
      position: source.position,
      endOffsets: await readEndOffsets(pipeline),
      cutsFromLsn: source.settings.walLsn,
      snapshots: { render: () => JSON.stringify(book.stored), progress: () => progressSnapshotOf(book) },
      delivery: pipeline.delivery,
    });
    const read = () => readCatalogue(pipeline.address, pipeline.tables);
    const catalogue = new SourceCatalogue(await read(), read);
    return new CaptureSession({ ...pipeline, catalogue }, { source, sink, book }, status, bookkeeping);
  }

  private constructor(
    private readonly pipeline: PipelineOptions & { readonly catalogue: SourceCatalogue },
    private readonly given: SessionParts,
    private readonly status: CaptureStatus,
    bookkeeping: Bookkeeping,
  ) {
    const { limits } = pipeline;
    const { source, sink } = given;
    const format = formatOf(pipeline);
    this.#bookkeeping = bookkeeping;
    this.#frontier = new DurableFrontier(source.confirmedLsn);
    this.#queue = new TransactionQueue({ ...limits, accumulate: () => sink.accumulate() });
    this.#snapshots = this.#snapshotRunner();
    this.#reader = new ChangeReader({
      ...pipeline,
      format,
      source: format['extended.headers.enabled'] ? withContext(pipeline.source) : pipeline.source,
      ...(pipeline.piiKeys ? { hasher: new PiiHasher(pipeline.piiKeys) } : {}),
      database: source.database,
      epoch: source.position.epoch,
      earlierEpochs: source.position.earlierEpochs,
      published: source.position,
      queue: this.#queue,
      ...(pipeline.deadLetters && { gate: this.#openGate(pipeline.deadLetters) }),
      snapshots: this.#snapshots,
      onReleased: () => this.#released(),
      onFailed: (err) => this.#stream.fail(err),
    });
    this.#stream = this.#openStream(source);
    this.#loop = new PublishLoop({
      queue: this.#queue,
      frontier: this.#frontier,
      bookkeeping,
      sink,
      requireLease: () => this.#stream.requireLease(),
      isPaused: () => this.status.paused,
      onTaken: (batch) => this.#taken(batch),
      onPublished: (batch) => this.#published(batch),
      onRecorded: () => this.#recorded(),
    });
  }

  /** Streams until the signal, then drains. Rejects with what ended the stream or the publishing. */
  async run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([this.#stream.open(), aborted]);
      this.status.phase = 'streaming';
      this.status.detail = 'streaming';
      this.pipeline.log.info({ pipeline: this.pipeline.name, epoch: this.status.epoch }, 'streaming');
      const publishing = this.#loop.run();
      const snapshots = this.#snapshots.run(AbortSignal.any([signal, this.#over.signal]));
      snapshots.catch(() => undefined);
      await Promise.race([aborted, this.#stream.ended, publishing, snapshots]);
      await this.#drain(publishing);
    } catch (err) {
      throw this.pipeline.deadLetters?.onOversize === 'dead-letter' ? err : asStop(err);
    } finally {
      this.#over.abort();
      this.#loop.stop();
      await this.#stream.close();
    }
  }

  /**
   * Changes the snapshots by command; resolves when the broker has the change. Throws SnapshotRefused, also when the
   * session ends meanwhile.
   */
  async command<T>(change: (book: SnapshotBook) => T): Promise<T> {
    const result = change(this.given.book);
    const stored = this.#storeSnapshots();
    this.#bookkeeping.hurry();
    this.#loop.wake();
    this.#snapshots.changed();
    await stored;
    if (!this.#over.signal.aborted) return result;
    throw new SnapshotRefused(
      'not-streaming',
      'The session ended before the command was recorded: look, and repeat it.',
    );
  }

  /** An operator paused or resumed the pipeline. */
  pausedChanged(): void {
    this.#loop.wake();
  }

  #snapshotRunner(): SnapshotRunner {
    const { name, broker, limits, catalogue } = this.pipeline;
    return new SnapshotRunner({
      ...this.pipeline,
      pipeline: name,
      book: this.given.book,
      store: () => this.#storeSnapshots(),
      learn: async (relation) => {
        if (!catalogue.describe(relation)) await catalogue.refresh();
      },
      sweep: new VanishedKeySweep({
        scanPartition: (scan) => broker.scanPartition(scan),
        maxKeyBytes: MAX_SWEPT_KEY_BYTES,
        maxBatchBytes: limits.maxBatchBytes,
      }),
    });
  }

  /** Resolves at the session's end too: the next one goes on from what is recorded. */
  async #storeSnapshots(): Promise<void> {
    this.status.snapshots = this.#snapshots.status;
    const { signal } = this.#over;
    if (signal.aborted) return;
    const stored = this.#bookkeeping.snapshotsChanged();
    this.#loop.wake();
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
      signal.addEventListener('abort', end, { once: true });
    });
    await Promise.race([stored, over]);
    signal.removeEventListener('abort', end);
  }

  /** The publish in flight ends, what is to be said about it is said, and the slot is told; the rest is read again. */
  async #drain(publishing: Promise<void>): Promise<void> {
    this.#stream.pause();
    this.#loop.stop();
    await endWithin(publishing, this.pipeline.limits.drainMs);
    await this.#stream.acknowledgeAndAwaitReply(LAST_REPLY_LIMIT_MS);
  }

  #openGate(deadLetters: DeadLetterOptions): RecordGate {
    const { name, tables, topicLimits = new Map(), log } = this.pipeline;
    return new RecordGate({
      pipeline: name,
      tables,
      deadLetters,
      limits: topicLimits,
      append: (record) => this.#queue.append(record),
      onDeadLetter: ({ detail, eventId, reason, schema, table }) => {
        this.status.deadLetters += 1;
        this.status.lastDeadLetter = `${schema}.${table}: ${detail}`;
        log.warn({ pipeline: name, schema, table, eventId, reason, detail }, 'a change went to the dead letters');
      },
    });
  }

  #openStream(source: PreparedSource): ReplicationSession {
    const senderTimeoutMs = source.settings.walSenderTimeoutMs || DEFAULT_SENDER_TIMEOUT_MS;
    return new ReplicationSession({
      ...this.pipeline,
      frontier: this.#frontier,
      holds: () => this.#reader.holds,
      carriesMessages: this.pipeline.messages !== undefined,
      confirmable: () => smaller(this.#frontier.confirmable, this.#bookkeeping.recordedLsn),
      acknowledgeEveryMs: Math.min(this.pipeline.limits.acknowledgeEveryMs, senderTimeoutMs / 3),
      leaseMs: this.pipeline.limits.takeoverAfterMs / 2,
      silenceLimitMs: senderTimeoutMs * 2,
      onMessage: (message, lsn) => {
        this.#reader.read(message, lsn);
        const ends = message.tag === 'commit' || message.tag === 'message';
        if (ends || this.#queue.bytes > this.pipeline.limits.maxBatchBytes) this.#loop.wake();
        if (this.#queue.bytes > this.pipeline.limits.highWaterBytes || this.#reader.holds) this.#stream.pause();
        this.status.queuedBytes = this.#queue.bytes;
      },
      onAcknowledging: () => this.#recordIdleMove(),
      onReplyRequested: () => {
        this.#replyOwed = true;
        this.#recordIdleMove();
      },
    });
  }

  /** Writes down how far an idle stream has moved, so that the slot may be told. */
  #recordIdleMove(): void {
    this.#bookkeeping.movedTo(this.#frontier.confirmable);
    this.#bookkeeping.hurry();
    this.#loop.wake();
  }

  /** At exactly-once, the cursor of a chunk is committed with its rows: both are there, or neither. */
  #taken(batch: Batch): void {
    // A transaction that marks a chunk's place has no other records: where a batch is cut inside of it, all are before.
    const end = batch.partOf ?? batch.completed.at(-1);
    if (this.pipeline.delivery !== 'exactly-once' || !end) return;
    if (this.#snapshots.recordable(end.commitLsn)) this.#bookkeeping.hurrySnapshots();
  }

  #published(batch: Batch): void {
    const { status } = this;
    const last = batch.completed.at(-1);
    status.batches += 1;
    status.records += batch.count;
    status.transactions += batch.completed.length;
    status.rows += this.#reader.rows;
    this.#reader.rows = 0;
    status.queuedBytes = this.#queue.bytes;
    if (last) {
      status.detail = 'streaming';
      status.lastCommitTimeMs = Number(last.commitTimeUs / US_PER_MS);
      if (batch.count > 0) status.lastChangeTimeMs = status.lastCommitTimeMs;
      status.lastPublishedAtMs = Date.now();
      status.lastLatencyMs = status.lastPublishedAtMs - status.lastCommitTimeMs;
      status.publishedLsn = this.#frontier.confirmable;
      this.#snapshots.published(last.commitLsn);
      status.snapshots = this.#snapshots.status;
    }
    this.#resumeBelow(this.pipeline.limits.highWaterBytes / 2);
  }

  /** What was held while the catalogue was read is in the queue. */
  #released(): void {
    this.status.queuedBytes = this.#queue.bytes;
    this.#loop.wake();
    this.#resumeBelow(this.pipeline.limits.highWaterBytes);
  }

  #resumeBelow(bytes: number): void {
    if (this.#stream.isPaused && !this.#reader.holds && this.#queue.bytes < bytes) this.#stream.resume();
  }

  /** A server that asked before it shuts down waits for exactly this. */
  #recorded(): void {
    if (!this.#replyOwed) return;
    this.#replyOwed = false;
    void this.#stream.acknowledge(false);
  }
}

interface SessionParts {
  readonly source: PreparedSource;
  readonly sink: ChangeSink;
  readonly book: SnapshotBook;
}
const withContext = (source: EnvelopeSource): EnvelopeSource => ({
  ...source,
  contextHeaders: contextHeaders(source.name, randomUUID()),
});

const smaller = (a: bigint, b: bigint) => (a < b ? a : b);

/** A refused record is a stop; everything else stays what it is. */
export function asStop(err: unknown): unknown {
  if (!(err instanceof RecordRefused)) return err;
  return new CaptureStop(
    'record-refused',
    `The broker will never take a record: ${err.message}.`,
    'Raise max.message.bytes of the topic and the worker’s batch limit above its size, then start the worker again.',
    { cause: err },
  );
}
