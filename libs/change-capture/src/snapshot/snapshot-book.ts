/** The snapshots of a pipeline and the commands on them. Pure: no clock, no I/O; whoever changes it stores it. */
import type { SnapshotKind, SnapshotRequest, SnapshotState } from './snapshot-requests.js';
import { SnapshotRefused } from './snapshot-requests.js';
import { noSnapshots, type StoredSnapshot, type StoredSnapshots, type StoredTable } from './stored-snapshots.js';

const MAX_WAITING = 100;
/** Ended snapshots that are remembered. */
const MAX_ENDED = 10;

const ENDED: ReadonlySet<SnapshotState> = new Set(['done', 'stopped', 'failed']);

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export interface NewSnapshot {
  readonly kind: SnapshotKind;
  readonly epoch: number;
  readonly tables: SnapshotRequest['tables'];
  readonly nowMs: number;
}

export class SnapshotBook {
  #stored: StoredSnapshots;
  readonly #known: readonly TableName[];

  /** `known` are the tables of the pipeline, in the order in which they are read. */
  constructor(stored: StoredSnapshots, known: readonly TableName[]) {
    this.#stored = structuredClone(stored);
    // A table may travel on several topics; it is read once for all of them.
    this.#known = known.filter(
      ({ schema, table }, index) =>
        known.findIndex((other) => other.schema === schema && other.table === table) === index,
    );
  }

  /** As it is to be recorded. */
  get stored(): StoredSnapshots {
    return this.#stored;
  }

  get snapshots(): readonly StoredSnapshot[] {
    return this.#stored.snapshots;
  }

  /** The one to work on: running or first of the queue. */
  get next(): StoredSnapshot | undefined {
    return this.snapshots.find(({ state }) => state === 'running' || state === 'queued');
  }

  /**
   * Whether the topics hold every row of the source. Not before an initial or repair snapshot has ended: until then the
   * end of the stream is no state that the source ever had.
   */
  get complete(): boolean {
    return this.snapshots.every(({ kind, state }) => kind === 'ad-hoc' || ENDED.has(state));
  }

  find(number: number): StoredSnapshot {
    const found = this.snapshots.find((snapshot) => snapshot.number === number);
    if (!found) throw new SnapshotRefused('unknown-snapshot', `There is no snapshot ${number}.`);
    return found;
  }

  /** Gives its number. Throws SnapshotRefused. */
  add(snapshot: NewSnapshot): number {
    const { kind, epoch, nowMs } = snapshot;
    const waiting = this.snapshots.filter(({ state }) => !ENDED.has(state)).length;
    if (kind === 'ad-hoc' && waiting >= MAX_WAITING) {
      throw new SnapshotRefused('queue-full', `${waiting} snapshots wait already.`);
    }
    const tables = this.#tables(snapshot.tables);
    const number = this.#stored.next_number;
    this.#stored.next_number += 1;
    this.#stored.snapshots.push({
      number,
      epoch,
      kind,
      state: 'queued',
      detail: 'waits for its turn',
      requested_at_ms: nowMs,
      started_at_ms: null,
      finished_at_ms: null,
      tables,
    });
    this.#forgetOld();
    return number;
  }

  begin(snapshot: StoredSnapshot, nowMs: number): void {
    snapshot.state = 'running';
    snapshot.started_at_ms ??= nowMs;
    snapshot.detail = 'running';
  }

  pause(number: number): void {
    const snapshot = this.find(number);
    this.#require(snapshot, snapshot.state === 'running' || snapshot.state === 'queued', 'pause');
    snapshot.state = 'paused';
    snapshot.detail = 'paused by command';
  }

  resume(number: number): void {
    const snapshot = this.find(number);
    this.#require(snapshot, snapshot.state === 'paused', 'resume');
    snapshot.state = 'queued';
    snapshot.detail = 'waits for its turn';
  }

  stop(number: number, nowMs: number): void {
    const snapshot = this.find(number);
    this.#require(snapshot, snapshot.kind === 'ad-hoc' && !ENDED.has(snapshot.state), 'stop');
    this.end(snapshot, 'stopped', 'stopped by command', nowMs);
  }

  end(snapshot: StoredSnapshot, state: 'done' | 'stopped' | 'failed', detail: string, nowMs: number): void {
    snapshot.state = state;
    snapshot.detail = detail;
    snapshot.finished_at_ms = nowMs;
  }

  #require(snapshot: StoredSnapshot, allowed: boolean, command: string): void {
    if (allowed) return;
    const what = `Snapshot ${snapshot.number} (${snapshot.kind}) is ${snapshot.state}: it can not be told to ${command}.`;
    throw new SnapshotRefused('wrong-state', what);
  }

  #tables(asked: SnapshotRequest['tables']): StoredTable[] {
    const all = this.#known.map(({ schema, table }) => ({ schema, table }));
    const wanted: readonly { schema: string; table: string; from?: string[] | undefined; to?: string[] | undefined }[] =
      asked === 'all' ? all : asked;
    const names = new Set<string>();
    return wanted.map(({ schema, table, from, to }) => {
      const name = `${schema}.${table}`;
      if (!all.some((known) => known.schema === schema && known.table === table)) {
        throw new SnapshotRefused('unknown-table', `The pipeline has no table ${name}.`);
      }
      if (names.has(name)) throw new SnapshotRefused('bad-range', `Table ${name} is asked for twice.`);
      names.add(name);
      return {
        schema,
        table,
        ...(from && { from }),
        ...(to && { to }),
        cursor: null,
        rows_done: 0,
        rows_estimated: null,
        done: false,
        swept: [],
      };
    });
  }

  #forgetOld(): void {
    const ended = this.snapshots.filter(({ state }) => ENDED.has(state));
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - MAX_ENDED)));
    this.#stored.snapshots = this.snapshots.filter((snapshot) => !forgotten.has(snapshot));
  }
}

/** The record of a pipeline that begins an epoch over tables with rows: what was under way before is of no use now. */
export function beginningWith(
  before: StoredSnapshots,
  known: readonly TableName[],
  snapshot: Omit<NewSnapshot, 'tables'>,
): StoredSnapshots {
  const book = new SnapshotBook({ ...noSnapshots, next_number: before.next_number }, known);
  book.add({ ...snapshot, tables: 'all' });
  return book.stored;
}
