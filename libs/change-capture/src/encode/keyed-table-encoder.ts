/** How the changes of a table with a key become records, whatever the form of their values. */
import { EVENT_ID_HEADER, OLDER_HASHES_HEADER, UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import type { Relation, RowChange } from '../pgoutput/messages.js';
import type { Tuple } from '../pgoutput/tuple.js';
import type { PiiHasher } from '../pii/pii-hasher.js';
import type { ChangePlace, ChangeRecord, TableEncoder } from './change-record.js';
import type { RecordArena } from './record-arena.js';
import { RowLayout } from './row-layout.js';
import type { KeyedTable } from './table-plan.js';
import { eventIndexText, type TransactionStamp } from './transaction-stamp.js';
import { UnsentColumns } from './unsent-columns.js';

/** Debezium's header names on the two halves of a changed key. */
const NEW_KEY_HEADER = '__debezium.newkey';
const OLD_KEY_HEADER = '__debezium.oldkey';

/** Debezium's letters. */
const OPERATION = { insert: 'c', update: 'u', delete: 'd' } as const;
export type Operation = (typeof OPERATION)[RowChange['kind']];

export abstract class KeyedTableEncoder implements TableEncoder {
  protected readonly layout: RowLayout;
  protected readonly unsent: UnsentColumns;

  /** Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(
    private readonly plan: KeyedTable,
    relation: Relation,
    protected readonly out: RecordArena,
    private readonly hasher?: PiiHasher,
  ) {
    this.layout = new RowLayout(plan, relation, out, hasher);
    this.unsent = new UnsentColumns(relation);
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
      this.unsent.fill(before, after);
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
    emit(this.#record(partition, key, value, this.#described(headers, before, after), place.transaction));
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
    emit(this.#record(oldPartition, oldKey, deletion, this.#described(oldHeaders, before, null), transaction));
    emit(this.#record(oldPartition, oldKey, null, oldHeaders, transaction));
    const created = eventIndexText(place.ordinal, 1);
    const newHeaders = {
      [EVENT_ID_HEADER]: transaction.eventIdPrefix + created,
      [OLD_KEY_HEADER]: oldKey.toString('utf8'),
    };
    const creation = this.value(null, after, OPERATION.insert, created, place);
    const headers = this.#described(newHeaders, before, after);
    emit(this.#record(this.layout.partition(after), newKey, creation, headers, transaction));
  }

  /** The headers of a record with a value: what its columns do not say about themselves. Call it after the value is made. */
  #described(headers: Record<string, string>, before: Tuple | null, after: Tuple | null): Record<string, string> {
    const unsent = this.unsent.header(before, after);
    const translations = this.hasher?.takeTranslations();
    if (unsent === undefined && translations === undefined) return headers;
    return {
      ...headers,
      ...(unsent === undefined ? {} : { [UNSENT_COLUMNS_HEADER]: unsent }),
      ...(translations === undefined ? {} : { [OLDER_HASHES_HEADER]: translations }),
    };
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
