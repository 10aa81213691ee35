/**
 * Rows to Debezium's envelope (JSON profile: schemas off), written as bytes straight from the WAL message. Compiled once
 * per version of a relation: column names, encoders, key and the constant parts of `source` are bytes before the first row.
 */
import { decimalLsn } from '../lsn.js';
import type { Relation } from '../pgoutput/messages.js';
import { COLUMN_TEXT, COLUMN_UNCHANGED, type Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace } from './change-record.js';
import { KeyedTableEncoder, type Operation } from './keyed-table-encoder.js';
import { ProcessingTime } from './processing-time.js';
import type { RecordArena } from './record-arena.js';
import { requireFullIdentity, type EnvelopeTable } from './table-plan.js';

/** What all tables of a pipeline share. */
export interface EnvelopeSource {
  /** `source.version`: ours, since the form is ours to keep. */
  readonly version: string;
  /** `source.name`: the topic prefix. */
  readonly name: string;
}

const NULL = Buffer.from('null');
/** Debezium's placeholder for a value that was not sent; with the full identity it is never needed. */
const UNAVAILABLE = Buffer.from('"__debezium_unavailable_value"');
const BEFORE = Buffer.from('{"before":');
const AFTER = Buffer.from(',"after":');
const SOURCE_END = Buffer.from('"},"transaction":null,"op":"');
const CLOSE = 0x7d;
const OPEN = 0x7b;

export class EnvelopeEncoder extends KeyedTableEncoder {
  readonly #sourceStart: Buffer;
  readonly #sourceNames: Buffer;
  readonly #time = new ProcessingTime();

  /** Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(plan: EnvelopeTable, relation: Relation, source: EnvelopeSource, out: RecordArena) {
    requireFullIdentity(relation);
    super(plan, relation, out);
    const names = { version: source.version, name: source.name };
    this.#sourceStart = Buffer.from(
      `,"source":{"version":${JSON.stringify(names.version)},"connector":"postgresql","name":${JSON.stringify(names.name)},`,
    );
    this.#sourceNames = Buffer.from(
      `"schema":${JSON.stringify(relation.schema)},"table":${JSON.stringify(relation.table)}`,
    );
  }

  protected override value(
    before: Tuple | null,
    after: Tuple | null,
    operation: Operation,
    eventIndex: string,
    place: ChangePlace,
  ): Buffer {
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
    if (row.columns !== this.layout.columns.length)
      throw this.layout.unencodable(`a row of ${String(row.columns)} columns`);
    out.byte(OPEN);
    for (let index = 0; index < row.columns; index += 1) {
      const column = this.layout.column(index);
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
}
