/** How the changes of a table with a key become records, whatever the form of their values. */
import { EVENT_ID_HEADER, OLDER_HASHES_HEADER, SNAPSHOT_ID_HEADER, UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import type { RowChange } from '../pgoutput/messages.js';
import type { Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace, EmitRecord, TableEncoder } from './change-record.js';
import type { RecordArena } from './record-arena.js';
import { RowLayout, type RecordKey } from './row-layout.js';
import type { TableContext } from './table-context.js';
import type { KeyedTable } from './table-plan.js';
import { eventIndexText, type TransactionStamp } from './transaction-stamp.js';
import { UnsentColumns } from './unsent-columns.js';

/** Debezium's header names on the two halves of a changed key. */
const NEW_KEY_HEADER = '__debezium.newkey';
const OLD_KEY_HEADER = '__debezium.oldkey';

/** Debezium's letters. */
const OPERATION = { insert: 'c', update: 'u', delete: 'd', read: 'r' } as const;
export type Operation = 'c' | 'u' | 'd' | 'r' | 't';

const FIRST_PARTITION = 0;

export abstract class KeyedTableEncoder implements TableEncoder {
  protected readonly layout: RowLayout;
  protected readonly unsent: UnsentColumns;
  protected readonly out: RecordArena;
  readonly #skipped: ReadonlySet<string>;
  readonly #tombstones: boolean;

  /** `fixedHeaders`: on every record. Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(
    private readonly plan: KeyedTable,
    private readonly context: TableContext,
    recordName: string,
    private readonly fixedHeaders?: Headers,
  ) {
    this.out = context.out;
    this.layout = new RowLayout(plan, context, recordName);
    this.unsent = new UnsentColumns(context.described.relation, context.format['field.name.adjustment.mode']);
    this.#skipped = new Set(context.format['skipped.operations']);
    this.#tombstones = context.format['tombstones.on.delete'];
  }

  /** The value of a record that is no tombstone. `eventIndex` is the index part of its event id. */
  protected abstract value(
    before: Tuple | null,
    after: Tuple | null,
    operation: Operation,
    eventIndex: string,
    place: ChangePlace,
  ): Buffer;

  encode(change: RowChange, place: ChangePlace, emit: EmitRecord): void {
    const { before, after } = change;
    if (before && after && this.layout.moves(before, after)) {
      this.unsent.fill(before, after);
      this.#encodeMove(before, after, place, emit);
      return;
    }
    const row = after ?? before;
    if (!row) throw this.layout.unencodable('a change without a row');
    const operation = OPERATION[change.kind];
    if (this.#skipped.has(operation)) return;
    const key = this.layout.key(row, before);
    const partition = this.layout.partition(row, before, key);
    if (after) this.#upsert(before, after, { key, partition, more: undefined, operation, event: 0 }, place, emit);
    else this.#delete(row, { key, partition, more: undefined }, place, emit);
  }

  /** A truncate has no key and no row; readers of every partition find it in the first. Empty in families without one. */
  truncate(place: ChangePlace, emit: EmitRecord): void {
    if (this.#skipped.has('t') || !this.tellsTruncates) return;
    const eventIndex = eventIndexText(place.ordinal, 0);
    const headers = this.#headers(place, eventIndex, null);
    const value = this.value(null, null, 't', eventIndex, place);
    emit(this.#record({ key: null, partition: FIRST_PARTITION, more: undefined }, value, headers, place.transaction));
  }

  /** Whether the family has a record for a truncate. */
  protected get tellsTruncates(): boolean {
    return false;
  }

  /** As delete, tombstone and create, so that no key stays behind. */
  #encodeMove(before: Tuple, after: Tuple, place: ChangePlace, emit: EmitRecord): void {
    const [oldKey, newKey] = [this.layout.key(before, null), this.layout.key(after, before)];
    const partition = this.layout.partition(before, null, oldKey);
    if (!this.#skipped.has('d')) {
      this.#delete(
        before,
        { key: oldKey, partition, more: named(NEW_KEY_HEADER, this.layout.keyHeader(after, before)) },
        place,
        emit,
      );
    }
    if (this.#skipped.has('c')) return;
    const to = this.layout.partition(after, before, newKey);
    const more = named(OLD_KEY_HEADER, this.layout.keyHeader(before, null));
    this.#upsert(before, after, { key: newKey, partition: to, more, operation: 'c', event: 1 }, place, emit);
  }

  #upsert(before: Tuple | null, after: Tuple, target: Upsert, place: ChangePlace, emit: EmitRecord): void {
    const eventIndex = eventIndexText(place.ordinal, target.event);
    const headers = this.#headers(place, eventIndex, target.key, target.more);
    // A create has no old row to show, also when it is the second half of a move.
    const shown = target.operation === 'c' ? null : before;
    const value = this.value(shown, after, target.operation, eventIndex, place);
    emit(this.#record(target, value, this.#described(headers, before, after), place.transaction));
  }

  #delete(before: Tuple, target: Target, place: ChangePlace, emit: EmitRecord): void {
    const eventIndex = eventIndexText(place.ordinal, 0);
    const headers = this.#headers(place, eventIndex, target.key, target.more);
    const value = this.value(before, null, 'd', eventIndex, place);
    emit(this.#record(target, value, this.#described(headers, before, null), place.transaction));
    if (this.#tombstones) emit(this.#record(target, null, headers, place.transaction));
  }

  #headers(place: ChangePlace, eventIndex: string, key: RecordKey | null, more?: Headers): Headers {
    const own =
      place.snapshotIdPrefix === undefined
        ? { [EVENT_ID_HEADER]: place.transaction.eventIdPrefix + eventIndex }
        : { [SNAPSHOT_ID_HEADER]: place.snapshotIdPrefix + (key?.payload.toString('utf8') ?? '') };
    // Spreading costs more than the rest of a record's making.
    return more || this.fixedHeaders ? { ...own, ...more, ...this.fixedHeaders } : own;
  }

  /** The headers of a record with a value: what its columns do not say about themselves. Call it after the value is made. */
  #described(headers: Headers, before: Tuple | null, after: Tuple | null): Headers {
    const unsent = this.unsent.header(before, after);
    const translations = this.context.hasher?.takeTranslations();
    if (unsent === undefined && translations === undefined) return headers;
    return {
      ...headers,
      ...(unsent === undefined ? {} : { [UNSENT_COLUMNS_HEADER]: unsent }),
      ...(translations === undefined ? {} : { [OLDER_HASHES_HEADER]: translations }),
    };
  }

  #record(target: Target, value: Buffer | null, headers: Headers, { commitTimeMs }: TransactionStamp) {
    const key = target.key?.bytes ?? null;
    return { topic: this.plan.topic, partition: target.partition, key, value, headers, timestampMs: commitTimeMs };
  }
}

type Headers = Readonly<Record<string, string>>;

/** Where a record goes. */
interface Target {
  readonly key: RecordKey | null;
  readonly partition: number;
  readonly more: Headers | undefined;
}

interface Upsert extends Target {
  readonly operation: 'c' | 'u' | 'd' | 'r';
  /** Which of the change's two event ids. */
  readonly event: 0 | 1;
}

const named = (header: string, key: string | undefined): Headers => (key === undefined ? {} : { [header]: key });
