/** How the changes of a table with a key become records, whatever the form of their values. */
import { EVENT_ID_HEADER } from '@vf/contracts';
import type { Relation, RowChange } from '../pgoutput/messages.js';
import type { Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace, ChangeRecord, TableEncoder } from './change-record.js';
import type { RecordArena } from './record-arena.js';
import { RowLayout } from './row-layout.js';
import type { KeyedTable } from './table-plan.js';
import { eventIndexText, type TransactionStamp } from './transaction-stamp.js';

/** Debezium's header names on the two halves of a changed key. */
const NEW_KEY_HEADER = '__debezium.newkey';
const OLD_KEY_HEADER = '__debezium.oldkey';

/** Debezium's letters. */
const OPERATION = { insert: 'c', update: 'u', delete: 'd' } as const;
export type Operation = (typeof OPERATION)[RowChange['kind']];

export abstract class KeyedTableEncoder implements TableEncoder {
  protected readonly layout: RowLayout;

  /** Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(
    private readonly plan: KeyedTable,
    relation: Relation,
    protected readonly out: RecordArena,
  ) {
    this.layout = new RowLayout(plan, relation, out);
  }

  /** The value of a record that is no tombstone. `eventIndex` is the index part of its event id. */
  protected abstract value(
    before: Tuple | null,
    after: Tuple | null,
    operation: Operation,
    eventIndex: string,
    place: ChangePlace,
  ): Buffer;

  encode(change: RowChange, place: ChangePlace, emit: (record: ChangeRecord) => void): void {
    const { before, after } = change;
    if (before && after && this.layout.moves(before, after)) {
      this.#encodeMove(before, after, place, emit);
      return;
    }
    const row = after ?? before;
    if (!row) throw this.layout.unencodable('a change without a row');
    const key = this.layout.key(row);
    const partition = this.layout.partition(row);
    const eventIndex = eventIndexText(place.ordinal, 0);
    const headers = { [EVENT_ID_HEADER]: place.transaction.eventIdPrefix + eventIndex };
    const value = this.value(before, after, OPERATION[change.kind], eventIndex, place);
    emit(this.#record(partition, key, value, headers, place.transaction));
    if (!after) emit(this.#record(partition, key, null, headers, place.transaction));
  }

  /** As delete, tombstone and create, so that no key stays behind. */
  #encodeMove(before: Tuple, after: Tuple, place: ChangePlace, emit: (record: ChangeRecord) => void): void {
    const { transaction } = place;
    const [oldKey, newKey] = [this.layout.key(before), this.layout.key(after)];
    const deleted = eventIndexText(place.ordinal, 0);
    const oldHeaders = {
      [EVENT_ID_HEADER]: transaction.eventIdPrefix + deleted,
      [NEW_KEY_HEADER]: newKey.toString('utf8'),
    };
    const oldPartition = this.layout.partition(before);
    const deletion = this.value(before, null, OPERATION.delete, deleted, place);
    emit(this.#record(oldPartition, oldKey, deletion, oldHeaders, transaction));
    emit(this.#record(oldPartition, oldKey, null, oldHeaders, transaction));
    const created = eventIndexText(place.ordinal, 1);
    const newHeaders = {
      [EVENT_ID_HEADER]: transaction.eventIdPrefix + created,
      [OLD_KEY_HEADER]: oldKey.toString('utf8'),
    };
    const creation = this.value(null, after, OPERATION.insert, created, place);
    emit(this.#record(this.layout.partition(after), newKey, creation, newHeaders, transaction));
  }

  #record(
    partition: number,
    key: Buffer,
    value: Buffer | null,
    headers: Record<string, string>,
    transaction: TransactionStamp,
  ): ChangeRecord {
    return { topic: this.plan.topic, partition, key, value, headers, timestampMs: transaction.commitTimeMs };
  }
}
