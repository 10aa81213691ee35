/** Rows of an outbox table to the messages they hold: the payload travels as it is, the envelope stays at home. */
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER } from '@vf/contracts';
import { CaptureStop } from '../capture-stop.js';
import { partitionOf } from '../murmur2.js';
import type { Relation, RowChange } from '../pgoutput/messages.js';
import { COLUMN_TEXT, type Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace, EmitRecord, TableEncoder } from './change-record.js';
import type { RecordArena } from './record-arena.js';
import { columnIndex, nameOf, type OutboxTable } from './table-plan.js';
import { eventIndexText } from './transaction-stamp.js';

/** Publishes inserts only: an outbox row is a fact when it is committed, and clearing the table says nothing new. */
export class OutboxEncoder implements TableEncoder {
  readonly #key: number;
  readonly #payload: number;
  readonly #routedBy: number;

  constructor(
    private readonly plan: OutboxTable,
    relation: Relation,
    private readonly out: RecordArena,
  ) {
    this.#key = columnIndex(relation, plan.key);
    this.#payload = columnIndex(relation, plan.payload);
    this.#routedBy = columnIndex(relation, plan.routedBy);
  }

  encode(change: RowChange, place: ChangePlace, emit: EmitRecord): void {
    const row = change.after;
    if ((change.kind !== 'insert' && change.kind !== 'read') || !row) return;
    const { transaction, snapshotIdPrefix } = place;
    const [from, to] = this.#range(row, this.#routedBy, this.plan.routedBy);
    const key = this.#copy(row, this.#key, this.plan.key);
    emit({
      topic: this.plan.topic,
      partition: partitionOf(row.bytes, from, to, this.plan.partitions),
      key,
      value: this.#copy(row, this.#payload, this.plan.payload),
      headers:
        snapshotIdPrefix === undefined
          ? { [EVENT_ID_HEADER]: transaction.eventIdPrefix + eventIndexText(place.ordinal, 0) }
          : { [SNAPSHOT_ID_HEADER]: snapshotIdPrefix + key.toString('utf8') },
      timestampMs: transaction.commitTimeMs,
    });
  }

  /** Says nothing: see above. */
  truncate(): void {
    // What was published stays published.
  }

  #copy(row: Tuple, column: number, name: string): Buffer {
    const [from, to] = this.#range(row, column, name);
    this.out.begin();
    this.out.range(row.bytes, from, to);
    return this.out.finish();
  }

  #range(row: Tuple, column: number, name: string): [number, number] {
    if (row.kind(column) === COLUMN_TEXT) return [row.start(column), row.end(column)];
    throw new CaptureStop(
      'row-unencodable',
      `Outbox table ${nameOf(this.plan)} has a row without ${name}.`,
      `Declare the column NOT NULL; the row itself can not be published.`,
    );
  }
}
