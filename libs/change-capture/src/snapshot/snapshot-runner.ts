/**
 * Carries out a session's snapshots: one after the other, each over several tables at once, chunk by chunk. A chunk is
 * read, a mark is committed after it, and where the mark comes by in the stream its rows are published. The cursor moves
 * when the broker has acknowledged them, and is recorded then: killed at any point, some rows are published again. At
 * exactly-once it moves and is recorded in the transaction that holds them: killed at any point, none is.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { backoffDelayMs, hasEnded, pause, reconnectBackoff, type Log } from '@vf/platform';
import { CaptureStop } from '../capture-stop.js';
import { plansOf, type TablePlan } from '../encode/table-plan.js';
import type { Relation } from '../pgoutput/messages.js';
import { permanentStop } from '../source/permanent-errors.js';
import { withSourceClient, type SourceAddress } from '../source/source-client.js';
import { AGAIN_AFTER_MS } from './again.js';
import { ChunkPublisher } from './chunk-publisher.js';
import { SNAPSHOT_PREFIX, type Emission, type SnapshotStream } from './emission.js';
import { CommitWaiters } from './commit-waiters.js';
import { currentSnapshot, TableUnreadable } from './read-chunk.js';
import { RowRate } from './row-rate.js';
import type { SnapshotBook } from './snapshot-book.js';
import type { SnapshotStatus } from './snapshot-requests.js';
import { statusOf } from './snapshot-view.js';
import { describeTable } from './table-description.js';
import type { StoredSnapshot, StoredTable } from './stored-snapshots.js';
import { StreamWatch } from './stream-watch.js';
import type { VanishedKeySweep } from './vanished-key-sweep.js';

export interface SnapshotLimits {
  /** Tables that are read at the same time, each on a connection of its own. */
  readonly snapshotTables: number;
  /** Most rows of a chunk. */
  readonly snapshotChunkRows: number;
  /** Most bytes of a publish; a chunk holds about as much text. */
  readonly maxBatchBytes: number;
}

export interface SnapshotRunnerOptions {
  readonly pipeline: string;
  readonly address: SourceAddress;
  readonly publication: string;
  readonly tables: readonly TablePlan[];
  readonly limits: SnapshotLimits;
  readonly book: SnapshotBook;
  /** Records the book; resolves when the broker has it. */
  readonly store: () => Promise<void>;
  /** Makes sure that the types of a relation are known. */
  readonly learn: (relation: Relation) => Promise<void>;
  /** Publishes deletes for keys that are in a table's topic and no longer in the table. */
  readonly sweep: VanishedKeySweep;
  readonly log: Log;
}

/** Keys of streamed changes that are kept while a snapshot runs. */
const MAX_WATCHED_BYTES = 16 * 1024 * 1024;

export class SnapshotRunner implements SnapshotStream {
  readonly watch = new StreamWatch(MAX_WATCHED_BYTES);
  readonly #pending = new Map<string, Emission>();
  readonly #published = new CommitWaiters();
  readonly #recordable = new CommitWaiters();
  readonly #rate = new RowRate();
  readonly #life = randomUUID();
  #marks = 0;
  #wake: () => void = () => undefined;

  constructor(private readonly options: SnapshotRunnerOptions) {}

  claim(mark: string): Emission | undefined {
    const emission = this.#pending.get(mark);
    this.#pending.delete(mark);
    return emission;
  }

  /** Everything of the stream up to this commit is acknowledged by the broker. */
  published(commitLsn: bigint): void {
    this.recordable(commitLsn);
    this.#published.passed(commitLsn);
  }

  /**
   * Whatever is recorded from now on is in the broker only together with everything up to this commit. Says whether there
   * is something new to record.
   */
  recordable(commitLsn: bigint): boolean {
    return this.#recordable.passed(commitLsn);
  }

  /** The book was changed by a command. */
  changed(): void {
    this.#wake();
  }

  get status(): readonly SnapshotStatus[] {
    return this.options.book.snapshots.map((snapshot) => statusOf(snapshot, this.#rate.perSecond));
  }

  /** Until the signal. Rejects with CaptureStop when a person must act. */
  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const snapshot = this.options.book.next;
      if (!snapshot) {
        await this.#woken(signal);
        continue;
      }
      try {
        await this.#advance(snapshot, signal);
        failures = 0;
      } catch (err) {
        if (hasEnded(signal)) return;
        failures += 1;
        await this.#failed(snapshot, err);
        await pause(backoffDelayMs(reconnectBackoff, failures), signal);
      } finally {
        await this.#settle(signal);
      }
    }
  }

  /** Works on the snapshot until it has ended or is no longer to run. */
  async #advance(snapshot: StoredSnapshot, signal: AbortSignal): Promise<void> {
    const { book, log, pipeline } = this.options;
    if (snapshot.state === 'queued') {
      book.begin(snapshot, Date.now());
      await this.options.store();
      log.info({ pipeline, snapshot: snapshot.number, kind: snapshot.kind }, 'a snapshot has begun');
    }
    // Watched before the running transactions are asked for: what was streamed before is among those, or has ended.
    this.watch.begin();
    await this.#withClient(async (client) => {
      this.watch.accountFor(await currentSnapshot(client));
      await this.#estimate(client, snapshot);
    });
    await this.#readTables(snapshot, signal);
    if (snapshot.kind === 'repair') await this.#sweepTables(snapshot, signal);
    if (!isRunning(snapshot) || hasEnded(signal)) return;
    book.end(snapshot, 'done', 'every row is published', Date.now());
    await this.options.store();
    log.info({ pipeline, snapshot: snapshot.number }, 'a snapshot is done');
  }

  async #estimate(client: pg.Client, snapshot: StoredSnapshot): Promise<void> {
    for (const table of snapshot.tables) {
      if (table.from !== undefined || table.to !== undefined || table.rows_estimated !== null) continue;
      const description = await describeTable(client, this.options.publication, table);
      table.rows_estimated = description?.estimatedRows ?? null;
    }
  }

  async #readTables(snapshot: StoredSnapshot, signal: AbortSignal): Promise<void> {
    const waiting = snapshot.tables.filter(({ done }) => !done);
    const ended = new Set<StoredTable>();
    const failed = new AbortController();
    const over = AbortSignal.any([signal, failed.signal]);
    const reader = async () => {
      try {
        await this.#withClient(async (client) => {
          const publisher = this.#chunkPublisher(client, snapshot, { ended, signal: over });
          for (let table = waiting.shift(); table && isRunning(snapshot) && !over.aborted; table = waiting.shift()) {
            await publisher.publishTable(table);
          }
        });
      } catch (err) {
        failed.abort(err);
        throw err;
      }
    };
    const readers = Array.from({ length: Math.min(this.options.limits.snapshotTables, waiting.length) }, reader);
    const results = await Promise.allSettled(readers);
    const first = results.find((result) => result.status === 'rejected');
    if (first) throw failed.signal.reason ?? first.reason;
  }

  #chunkPublisher(
    client: pg.Client,
    snapshot: StoredSnapshot,
    run: { readonly ended: Set<StoredTable>; readonly signal: AbortSignal },
  ): ChunkPublisher {
    const { publication, tables, limits, store, learn } = this.options;
    return new ChunkPublisher({
      client,
      snapshot,
      publication,
      plans: tables,
      limits,
      watch: this.watch,
      published: this.#published,
      recordable: this.#recordable,
      mark: (on, emission) => this.#mark(on, emission),
      onRows: (rows) => this.#rate.add(rows),
      store,
      learn,
      ...run,
    });
  }

  async #sweepTables(snapshot: StoredSnapshot, signal: AbortSignal): Promise<void> {
    if (!isRunning(snapshot) || hasEnded(signal)) return;
    await this.#withClient(async (client) => {
      for (const table of snapshot.tables) {
        await this.options.sweep.run({
          client,
          snapshot,
          table,
          plans: plansOf(this.options.tables, table),
          watch: this.watch,
          mark: (emission) => this.#mark(client, emission),
          published: this.#published,
          store: this.options.store,
          isRunning: () => isRunning(snapshot) && !hasEnded(signal),
          signal,
        });
      }
    });
  }

  /** Commits the mark at which the emission takes its place. */
  async #mark(client: pg.Client, emission: Emission): Promise<void> {
    this.#marks += 1;
    const mark = `${this.#life}/${this.#marks}`;
    this.#pending.set(mark, emission);
    await client.query('SELECT pg_logical_emit_message(true, $1, $2)', [SNAPSHOT_PREFIX, mark]);
  }

  async #withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    return withSourceClient(this.options.address, 'snapshot', work);
  }

  /**
   * Reads that wait for their place are given up; what has taken its place is waited for, or the next attempt, which
   * begins at the cursor, would publish it a second time.
   */
  async #settle(signal: AbortSignal): Promise<void> {
    this.#pending.clear();
    while (this.#published.areWaiting && !signal.aborted) await pause(AGAIN_AFTER_MS, signal);
    this.#published.clear();
    this.#recordable.clear();
    this.watch.end();
  }

  /** Ends an ad-hoc snapshot that can not be carried out. Throws the typed stop that the error stands for. */
  async #failed(snapshot: StoredSnapshot, err: unknown): Promise<void> {
    const { book, log, pipeline, store } = this.options;
    const reason = err instanceof Error ? err.message : String(err);
    if (snapshot.kind === 'ad-hoc' && isHopeless(err)) {
      log.error({ pipeline, snapshot: snapshot.number, err }, 'a snapshot has failed');
      book.end(snapshot, 'failed', reason, Date.now());
      await store();
      return;
    }
    if (err instanceof TableUnreadable) {
      throw new CaptureStop(
        'snapshot-needed',
        `A snapshot is needed that can not be read: ${reason}.`,
        'Give the table its primary key and publication back, or take it off the pipeline, then start the worker again.',
        { cause: err },
      );
    }
    const stop = permanentStop(err);
    if (stop) throw stop;
    snapshot.detail = `waits after an error: ${reason}`;
    // For those who look; not waited for, because it is the broker that may be away.
    void store();
    log.warn({ pipeline, snapshot: snapshot.number, err }, 'a snapshot was interrupted, going on from its last chunk');
  }

  async #woken(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}

const isRunning = (snapshot: StoredSnapshot) => snapshot.state === 'running';

/** SQLSTATE classes of data and of syntax, names and rights: asking again gives the same answer. */
const HOPELESS_CLASSES = ['22', '42'];

function isHopeless(err: unknown): boolean {
  if (err instanceof TableUnreadable) return true;
  const code: unknown = err instanceof Error && 'code' in err ? err.code : undefined;
  return typeof code === 'string' && HOPELESS_CLASSES.includes(code.slice(0, 2));
}
