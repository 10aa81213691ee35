/**
 * What snapshots publish, at its place of the stream. The place is a tiny transaction of our own, committed after the
 * read: all that the read saw was committed before it, so it was streamed before it. The records count as that
 * transaction's own, so the frontier, the position and progress treat them like any change.
 */
import type { ChangePlace, ChangeRecord, TableEncoder } from '../encode/change-record.js';
import type { TablePlan } from '../encode/table-plan.js';
import { stampSnapshot, type SnapshotMarker, type TransactionStamp } from '../encode/transaction-stamp.js';
import { formatLsn } from '../lsn.js';
import type { Relation, RowChange } from '../pgoutput/messages.js';
import { Tuple } from '../pgoutput/tuple.js';
import type { ChunkRows } from './chunk-rows.js';
import type { ChunkRead, MissedChanges, StreamWatch } from './stream-watch.js';

/** Prefix of the logical messages that mark the places. */
export const SNAPSHOT_PREFIX = 'vf.snapshot';

export interface CompiledPlan {
  readonly plan: TablePlan;
  readonly encoder: TableEncoder;
}

/** Where the stream is, as the reader of it knows. */
export interface EmissionPlace {
  readonly transaction: TransactionStamp;
  readonly database: string;
  readonly watch: StreamWatch;
  /** Copies the record. */
  readonly append: (record: ChangeRecord) => void;
  /** Whether a delete is followed by a tombstone. */
  readonly tombstones: boolean;
  /** The encoders' space may be used again. */
  readonly rewind: () => void;
  readonly compile: (relation: Relation) => readonly CompiledPlan[];
}

/** Called once, synchronously, inside the transaction that marks the place. */
export interface Emission {
  emit(place: EmissionPlace): void;
}

/** What the reader of the stream needs of snapshots. */
export interface SnapshotStream {
  readonly watch: StreamWatch;
  /** The emission whose place this message marks; undefined for marks of others and of earlier sessions. */
  claim(mark: string): Emission | undefined;
}

export type EmissionOutcome =
  | { readonly kind: 'emitted'; readonly commitLsn: bigint; readonly records: number }
  /** Too much of the table changed meanwhile to tell what is stale: read again. */
  | { readonly kind: 'again' };

export interface ChunkEmissionOptions {
  readonly read: ChunkRead;
  readonly topics: readonly string[];
  readonly relation: Relation;
  readonly rows: ChunkRows;
  readonly idPrefix: string;
  /** `source.snapshot` of the row at that index. */
  readonly marker: (index: number) => SnapshotMarker;
  readonly onOutcome: (outcome: EmissionOutcome) => void;
}

/** Rows of a chunk, without those that the stream has newer. */
export class ChunkEmission implements Emission {
  constructor(private readonly options: ChunkEmissionOptions) {}

  emit(at: EmissionPlace): void {
    const { read, topics, onOutcome } = this.options;
    const missed = at.watch.missedBy(read);
    at.watch.endRead(read);
    if (topics.some((topic) => missed.wholeTopic(topic))) {
      onOutcome({ kind: 'again' });
      return;
    }
    const records = this.#emitRows(at, missed);
    onOutcome({ kind: 'emitted', commitLsn: at.transaction.commitLsn, records });
  }

  #emitRows(at: EmissionPlace, missed: MissedChanges): number {
    const { relation, rows, idPrefix, marker } = this.options;
    const compiled = at.compile(relation).map(({ plan, encoder }) => ({ encoder, emit: filtered(plan, missed, at) }));
    const stamps = new Map<SnapshotMarker, TransactionStamp>();
    const tuple = new Tuple();
    const change: RowChange = { tag: 'row', kind: 'read', relationId: relation.id, before: null, after: tuple };
    const place: ChangePlace = {
      transaction: at.transaction,
      ordinal: 0,
      lsn: formatLsn(at.transaction.commitLsn),
      snapshotIdPrefix: idPrefix,
    };
    let records = 0;
    const count = (emit: (record: ChangeRecord) => boolean) => (record: ChangeRecord) => {
      if (emit(record)) records += 1;
    };
    const encoders = compiled.map(({ encoder, emit }) => ({ encoder, emit: count(emit) }));
    for (let index = 0; index < rows.count; index += 1) {
      rows.read(index, tuple);
      const mark = marker(index);
      const stamp = stamps.get(mark) ?? stampSnapshot(at.transaction, mark, at.database);
      stamps.set(mark, stamp);
      place.transaction = stamp;
      for (const { encoder, emit } of encoders) encoder.encode(change, place, emit);
      at.rewind();
    }
    return records;
  }
}

/**
 * An outbox row is written once and several have one key: none is ever stale, and dropping by key would lose its
 * neighbours.
 */
function filtered(plan: TablePlan, missed: MissedChanges, { append }: EmissionPlace) {
  return (record: ChangeRecord): boolean => {
    const stale = plan.mode !== 'outbox' && record.key !== null && missed.key(record.topic, record.key);
    if (!stale) append(record);
    return !stale;
  };
}
