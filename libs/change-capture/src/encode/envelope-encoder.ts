/**
 * Rows to Debezium's envelope (JSON profile: schemas off), written as bytes straight from the WAL message. Compiled once
 * per version of a relation: column names, encoders, key and the constant parts of `source` are bytes before the first row.
 */
import { EVENT_ID_HEADER } from '@vf/contracts';
import { CaptureStop } from '../capture-stop.js';
import { partitionOf } from '../murmur2.js';
import type { Relation, RowChange } from '../pgoutput/messages.js';
import { COLUMN_TEXT, COLUMN_UNCHANGED, type Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace, ChangeRecord, TableEncoder } from './change-record.js';
import { columnEncoder, type ColumnEncoder } from './column-encoders.js';
import { ProcessingTime } from './processing-time.js';
import type { RecordArena } from './record-arena.js';
import { columnIndex, nameOf, requireFullIdentity, type EnvelopeTable } from './table-plan.js';
import { eventIndexText, type TransactionStamp } from './transaction-stamp.js';

/** What all tables of a pipeline share. */
export interface EnvelopeSource {
  /** `source.version`: ours, since the form is ours to keep. */
  readonly version: string;
  /** `source.name`: the topic prefix. */
  readonly name: string;
}

/** Debezium's header names on the two halves of a changed key. */
const NEW_KEY_HEADER = '__debezium.newkey';
const OLD_KEY_HEADER = '__debezium.oldkey';

const NULL = Buffer.from('null');
/** Debezium's placeholder for a value that was not sent; with the full identity it is never needed. */
const UNAVAILABLE = Buffer.from('"__debezium_unavailable_value"');
const BEFORE = Buffer.from('{"before":');
const AFTER = Buffer.from(',"after":');
const SOURCE_END = Buffer.from('"},"transaction":null,"op":"');
const CLOSE = 0x7d;
const OPEN = 0x7b;
const OPERATION = { insert: 'c', update: 'u', delete: 'd' } as const;
const LSN_HALF = 2 ** 32;
const FIRST_PARTITION = 0;

interface Column {
  /** `"name":`, with a comma before it from the second on. */
  readonly label: Buffer;
  readonly encode: ColumnEncoder;
}

export class EnvelopeEncoder implements TableEncoder {
  readonly #columns: readonly Column[];
  readonly #keyColumns: readonly number[];
  readonly #keyLabels: readonly Buffer[];
  /** null: everything goes to the first partition. */
  readonly #routedBy: number | null;
  readonly #sourceStart: Buffer;
  readonly #sourceNames: Buffer;
  readonly #time = new ProcessingTime();

  /** Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(
    private readonly plan: EnvelopeTable,
    relation: Relation,
    source: EnvelopeSource,
    private readonly out: RecordArena,
  ) {
    requireFullIdentity(relation);
    const label = (name: string, index: number) => Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`);
    this.#columns = relation.columns.map(({ name, typeOid }, index) => ({
      label: label(name, index),
      encode: columnEncoder(typeOid),
    }));
    this.#keyColumns = plan.key.map((name) => columnIndex(relation, name));
    this.#keyLabels = plan.key.map(label);
    this.#routedBy = plan.routedBy === null ? null : columnIndex(relation, plan.routedBy);
    const names = { version: source.version, name: source.name };
    this.#sourceStart = Buffer.from(
      `,"source":{"version":${JSON.stringify(names.version)},"connector":"postgresql","name":${JSON.stringify(names.name)},`,
    );
    this.#sourceNames = Buffer.from(
      `"schema":${JSON.stringify(relation.schema)},"table":${JSON.stringify(relation.table)}`,
    );
  }

  encode(change: RowChange, place: ChangePlace, emit: (record: ChangeRecord) => void): void {
    const { before, after } = change;
    if (before && after && this.#moves(before, after)) {
      this.#encodeMove(before, after, place, emit);
      return;
    }
    const row = after ?? before;
    if (!row) throw this.#unencodable('a change without a row');
    const key = this.#key(row);
    const partition = this.#partition(row);
    const eventIndex = eventIndexText(place.ordinal, 0);
    const headers = { [EVENT_ID_HEADER]: place.transaction.eventIdPrefix + eventIndex };
    const value = this.#value(before, after, OPERATION[change.kind], eventIndex, place);
    emit(this.#record(partition, key, value, headers, place.transaction));
    // Without a key there is nothing that a compacted topic could forget.
    if (!after && key) emit(this.#record(partition, key, null, headers, place.transaction));
  }

  /** The row went to another key, or to another partition: as delete, tombstone and create, so that no key stays behind. */
  #moves(before: Tuple, after: Tuple): boolean {
    if (this.#routedBy !== null && !after.sameColumn(before, this.#routedBy)) return true;
    return this.#keyColumns.some((column) => !after.sameColumn(before, column));
  }

  #encodeMove(before: Tuple, after: Tuple, place: ChangePlace, emit: (record: ChangeRecord) => void): void {
    const { transaction } = place;
    const [oldKey, newKey] = [this.#key(before), this.#key(after)];
    const deleted = eventIndexText(place.ordinal, 0);
    const oldHeaders = {
      [EVENT_ID_HEADER]: transaction.eventIdPrefix + deleted,
      [NEW_KEY_HEADER]: textOf(newKey),
    };
    const oldPartition = this.#partition(before);
    const deletion = this.#value(before, null, OPERATION.delete, deleted, place);
    emit(this.#record(oldPartition, oldKey, deletion, oldHeaders, transaction));
    emit(this.#record(oldPartition, oldKey, null, oldHeaders, transaction));
    const created = eventIndexText(place.ordinal, 1);
    const newHeaders = {
      [EVENT_ID_HEADER]: transaction.eventIdPrefix + created,
      [OLD_KEY_HEADER]: textOf(oldKey),
    };
    const creation = this.#value(null, after, OPERATION.insert, created, place);
    emit(this.#record(this.#partition(after), newKey, creation, newHeaders, transaction));
  }

  #record(
    partition: number,
    key: Buffer | null,
    value: Buffer | null,
    headers: Record<string, string>,
    transaction: TransactionStamp,
  ): ChangeRecord {
    return { topic: this.plan.topic, partition, key, value, headers, timestampMs: transaction.commitTimeMs };
  }

  #key(row: Tuple): Buffer | null {
    const { out } = this;
    if (this.#keyColumns.length === 0) return null;
    out.begin();
    out.byte(OPEN);
    for (const [place, column] of this.#keyColumns.entries()) {
      if (row.kind(column) !== COLUMN_TEXT) throw this.#unencodable('a row without its key');
      out.bytes(this.#keyLabels[place] as Buffer);
      (this.#columns[column] as Column).encode(out, row.bytes, row.start(column), row.end(column));
    }
    out.byte(CLOSE);
    return out.finish();
  }

  #partition(row: Tuple): number {
    const column = this.#routedBy;
    if (column === null) return FIRST_PARTITION;
    if (row.kind(column) !== COLUMN_TEXT) throw this.#unencodable(`a row without ${this.plan.routedBy ?? ''}`);
    return partitionOf(row.bytes, row.start(column), row.end(column), this.plan.partitions);
  }

  #value(before: Tuple | null, after: Tuple | null, operation: string, eventIndex: string, place: ChangePlace): Buffer {
    const { out } = this;
    out.begin();
    out.bytes(BEFORE);
    if (before) this.#row(before, null);
    else out.bytes(NULL);
    out.bytes(AFTER);
    if (after) this.#row(after, before);
    else out.bytes(NULL);
    this.#source(eventIndex, place);
    out.ascii(operation);
    out.bytes(this.#time.members());
    return out.finish();
  }

  #row(row: Tuple, old: Tuple | null): void {
    const { out } = this;
    if (row.columns !== this.#columns.length) throw this.#unencodable(`a row of ${String(row.columns)} columns`);
    out.byte(OPEN);
    for (let index = 0; index < row.columns; index += 1) {
      const column = this.#columns[index] as Column;
      out.bytes(column.label);
      // An unchanged large value is sent with the old row only.
      const from = row.kind(index) === COLUMN_UNCHANGED && old ? old : row;
      const kind = from.kind(index);
      if (kind === COLUMN_TEXT) column.encode(out, from.bytes, from.start(index), from.end(index));
      else out.bytes(kind === COLUMN_UNCHANGED ? UNAVAILABLE : NULL);
    }
    out.byte(CLOSE);
  }

  #source(eventIndex: string, place: ChangePlace): void {
    const { out } = this;
    const { source } = place.transaction;
    const lsn = decimalLsn(place.lsn);
    out.bytes(this.#sourceStart);
    out.bytes(source.beforeSequenceLsn);
    out.ascii(lsn);
    out.bytes(source.afterSequenceLsn);
    out.bytes(this.#sourceNames);
    out.bytes(source.beforeLsn);
    out.ascii(lsn);
    out.bytes(source.beforeEventIndex);
    out.ascii(eventIndex);
    out.bytes(SOURCE_END);
  }

  #unencodable(what: string): CaptureStop {
    return new CaptureStop(
      'row-unencodable',
      `Table ${nameOf(this.plan)} sent ${what}.`,
      'Compare the table with the pipeline’s table list, mend the one that is wrong, and start the worker again.',
    );
  }
}

const textOf = (key: Buffer | null) => key?.toString('utf8') ?? '';

/** `X/Y` to decimal digits. In doubles while they are exact, since a BigInt per row is the dearer way. */
function decimalLsn(text: string): string {
  const slash = text.indexOf('/');
  const [high, low] = [parseInt(text.slice(0, slash), 16), parseInt(text.slice(slash + 1), 16)];
  const lsn = high * LSN_HALF + low;
  return Number.isSafeInteger(lsn) ? String(lsn) : String(BigInt(high) * BigInt(LSN_HALF) + BigInt(low));
}
