/** One table's rows, chunk after chunk, on one connection. */
import type pg from 'pg';
import { snapshotIdPrefix } from '@vf/contracts';
import { pause } from '@vf/platform';
import { nameOf, plansOf, type TablePlan } from '../encode/table-plan.js';
import type { SnapshotMarker } from '../encode/transaction-stamp.js';
import type { Relation } from '../pgoutput/messages.js';
import { AGAIN_AFTER_MS } from './again.js';
import { ChunkEmission, type Emission } from './emission.js';
import type { CommitWaiters } from './commit-waiters.js';
import { hasRows, readChunk, type Chunk } from './read-chunk.js';
import { snapshotMarker } from './snapshot-marker.js';
import type { StoredSnapshot, StoredTable } from './stored-snapshots.js';
import type { ChunkRead, StreamWatch } from './stream-watch.js';

export interface ChunkPublisherOptions {
  readonly client: pg.Client;
  readonly snapshot: StoredSnapshot;
  readonly publication: string;
  readonly plans: readonly TablePlan[];
  readonly limits: { readonly snapshotChunkRows: number; readonly maxBatchBytes: number };
  readonly watch: StreamWatch;
  /** Called with the commits whose rows are acknowledged. */
  readonly published: CommitWaiters;
  /** Called with the commits that the record of the snapshots may speak of; never later than `published`. */
  readonly recordable: CommitWaiters;
  /** Tables whose last row has taken its place; shared by the publishers of a snapshot. */
  readonly ended: Set<StoredTable>;
  readonly mark: (client: pg.Client, emission: Emission) => Promise<void>;
  readonly onRows: (rows: number) => void;
  readonly store: () => Promise<void>;
  /** Makes sure that the types of the relation are known. */
  readonly learn: (relation: Relation) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Where the reading of a table is, ahead of what is recorded. */
interface ReadPosition {
  after: readonly string[] | null;
  until: readonly string[] | null | undefined;
}

type PlacedChunk = { readonly kind: 'emitted'; readonly recorded: Promise<void> } | { readonly kind: 'again' };

export class ChunkPublisher {
  constructor(private readonly options: ChunkPublisherOptions) {}

  /**
   * Publishes what is left of the table, until it is done, the snapshot is no longer to run, or the signal. What it has
   * published is in the book then.
   */
  async publishTable(table: StoredTable): Promise<void> {
    const position: ReadPosition = { after: table.cursor, until: table.until };
    let recorded: Promise<void> = Promise.resolve();
    while (this.#goesOn) {
      const read = this.options.watch.startRead();
      const chunk = await this.#read(table, position, read);
      const outcome = chunk && (await this.#place(table, chunk, read, position));
      if (!chunk || outcome?.kind !== 'emitted') {
        await pause(AGAIN_AFTER_MS, this.options.signal);
        continue;
      }
      position.after = chunk.lastKey ?? position.after;
      position.until = chunk.until;
      recorded = outcome.recorded;
      if (chunk.isLast) break;
    }
    await this.#orSignal(recorded);
  }

  get #goesOn(): boolean {
    return this.options.snapshot.state === 'running' && !this.options.signal.aborted;
  }

  /** Undefined when its snapshot can not be judged yet. */
  async #read(table: StoredTable, position: ReadPosition, read: ChunkRead): Promise<Chunk | undefined> {
    const { client, publication, limits, watch, snapshot } = this.options;
    const wanted = {
      ...table,
      publication,
      from: table.from,
      to: table.to,
      ...position,
      maxRows: limits.snapshotChunkRows,
      maxBytes: limits.maxBatchBytes,
    };
    const chunk = await readChunk(client, wanted, (taken) => {
      const waitsFor = watch.unaccountedIn(taken);
      if (waitsFor.length === 0) watch.tookSnapshot(read, taken);
      snapshot.detail = waitsFor.length === 0 ? 'running' : `waits for the end of transaction ${waitsFor.join(', ')}`;
      return waitsFor.length === 0;
    });
    if (!chunk) watch.endRead(read);
    return chunk;
  }

  /** Commits a mark and waits until the stream has come to it. Undefined at the signal. */
  async #place(
    table: StoredTable,
    chunk: Chunk,
    read: ChunkRead,
    position: ReadPosition,
  ): Promise<PlacedChunk | undefined> {
    const { snapshot, plans, client, mark, learn } = this.options;
    const topics = plansOf(plans, table).map(({ topic }) => topic);
    const id = { epoch: snapshot.epoch, snapshot: snapshot.number, table: nameOf(table) };
    let settle: (placed: PlacedChunk) => void = () => undefined;
    const settled = new Promise<PlacedChunk>((resolve) => (settle = resolve));
    let isLastTable = () => false;
    const emission = new ChunkEmission({
      read,
      topics,
      relation: chunk.relation,
      rows: chunk.rows,
      idPrefix: snapshotIdPrefix(id),
      marker: (index) =>
        this.#marker(table, chunk, { index, isFirstChunk: position.after === null, isLastTable: isLastTable() }),
      onOutcome: (outcome) => {
        if (outcome.kind === 'again') {
          settle(outcome);
          return;
        }
        if (chunk.isLast) this.options.ended.add(table);
        // Here and not after the wait: the batch with the rows may be taken before a promise has come to its reader.
        settle({ kind: 'emitted', recorded: this.#recordWhenPublished(table, chunk, outcome.commitLsn) });
      },
    });
    await learn(chunk.relation);
    if (chunk.isLast) isLastTable = await this.#isLastWithRows(table);
    await mark(client, emission);
    return this.#orSignal(settled);
  }

  /** Those of a snapshot by command are all `incremental`. */
  #marker(
    table: StoredTable,
    chunk: Chunk,
    at: { readonly index: number; readonly isFirstChunk: boolean; readonly isLastTable: boolean },
  ): SnapshotMarker {
    const { snapshot } = this.options;
    if (snapshot.kind === 'ad-hoc') return 'incremental';
    return snapshotMarker({
      isFirstTable: table === snapshot.tables[0],
      isFirstRow: at.isFirstChunk && at.index === 0,
      isLastRow: chunk.isLast && at.index === chunk.rows.count - 1,
      isLastTable: at.isLastTable,
    });
  }

  /**
   * Tells, when the rows take their place, whether no row of another table follows. Tables without rows would never carry
   * the mark `last`, so that who waits for it would wait for ever; one that is filled just then may carry a second one.
   */
  async #isLastWithRows(table: StoredTable): Promise<() => boolean> {
    const { client, publication, snapshot, ended } = this.options;
    const empty = new Set<StoredTable>();
    const isOver = (other: StoredTable) => other === table || other.done || ended.has(other) || empty.has(other);
    if (snapshot.kind === 'ad-hoc') return () => false;
    for (const other of snapshot.tables) {
      if (isOver(other)) continue;
      if (await hasRows(client, publication, other)) break;
      empty.add(other);
    }
    return () => snapshot.tables.every(isOver);
  }

  /** Moves the cursor when it may be recorded; resolves when the rows are acknowledged. */
  #recordWhenPublished(table: StoredTable, chunk: Chunk, commitLsn: bigint): Promise<void> {
    this.options.recordable.after(commitLsn, () => {
      table.cursor = chunk.lastKey ? [...chunk.lastKey] : table.cursor;
      table.until = chunk.until ? [...chunk.until] : null;
      table.rows_done += chunk.rows.count;
      table.done = chunk.isLast;
      this.options.onRows(chunk.rows.count);
      // Not waited for by the next chunk: a record that comes late only lets more be read again.
      void this.options.store();
    });
    return new Promise((resolve) => {
      this.options.published.after(commitLsn, resolve);
    });
  }

  async #orSignal<T>(settled: Promise<T>): Promise<T | undefined> {
    const { signal } = this.options;
    if (signal.aborted) return undefined;
    let stop: () => void = () => undefined;
    const stopped = new Promise<undefined>((resolve) => {
      stop = () => resolve(undefined);
    });
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([settled, stopped]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
