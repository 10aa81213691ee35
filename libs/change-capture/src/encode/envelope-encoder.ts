/**
 * Rows to Debezium's envelope, written as bytes straight from the WAL message. Compiled once per version of a relation:
 * column names, encoders, key, schemas and the constant parts of `source` are bytes before the first row.
 */
import { decimalLsn } from '../lsn.js';
import { COLUMN_TEXT, COLUMN_UNCHANGED, type Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace } from './change-record.js';
import { jacksonText } from './columns/jackson.js';
import { envelopeSchema } from './envelope-schema.js';
import type { EnvelopeSource } from './envelope-source.js';
import { KeyedTableEncoder, type Operation } from './keyed-table-encoder.js';
import { ProcessingTime } from './processing-time.js';
import type { TableContext } from './table-context.js';
import type { EnvelopeTable } from './table-plan.js';
import { topicNameOf } from './topic-name.js';

const NULL = Buffer.from('null');
const BEFORE = '{"before":';
const AFTER = Buffer.from(',"after":');
const TRANSACTION = Buffer.from('"},"transaction":');
const OPERATION = Buffer.from(',"op":"');
/** Where no event id is told, or null stands for it. */
const TRANSACTION_ALONE = Buffer.from('},"transaction":');
const CLOSE = 0x7d;
const OPEN = 0x7b;
const COMMA = 0x2c;

export class EnvelopeEncoder extends KeyedTableEncoder {
  /** Up to the old row: `{"before":`, with the schema before it. */
  readonly #start: Buffer;
  readonly #hasSchema: boolean;
  readonly #hasEventId: boolean;
  readonly #sourceStart: Buffer;
  readonly #sourceNames: Buffer;
  /** As the transaction topic counts it. */
  readonly #collection: string;
  readonly #time = new ProcessingTime();

  /** Throws CaptureStop when the relation lacks what the plan needs. */
  constructor(plan: EnvelopeTable, context: TableContext, source: EnvelopeSource) {
    const { relation } = context.described;
    const recordName = topicNameOf(source.name, relation.schema, relation.table);
    super(plan, context, recordName, source.contextHeaders);
    this.#hasSchema = context.format['value.converter.schemas.enable'];
    this.#hasEventId = context.format['source.event.id'];
    const schemas = () => `{"schema":${envelopeSchema(recordName, this.layout.columns, context.format)},"payload":`;
    this.#start = Buffer.from(`${this.#hasSchema ? schemas() : ''}${BEFORE}`);
    const names = { version: source.version, name: source.name };
    this.#sourceStart = Buffer.from(
      `,"source":{"version":${jacksonText(names.version)},"connector":"postgresql","name":${jacksonText(names.name)},`,
    );
    this.#sourceNames = Buffer.from(`"schema":${jacksonText(relation.schema)},"table":${jacksonText(relation.table)}`);
    this.#collection = `${relation.schema}.${relation.table}`;
  }

  protected override get tellsTruncates(): boolean {
    return true;
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
    out.bytes(this.#start);
    if (before) this.#row(before, null);
    else out.bytes(NULL);
    out.bytes(AFTER);
    if (after) this.#row(after, before);
    else out.bytes(NULL);
    this.#source(eventIndex, place);
    out.bytes(OPERATION);
    out.ascii(operation);
    out.bytes(this.#time.members());
    if (this.#hasSchema) out.byte(CLOSE);
    return out.finish();
  }

  #row(row: Tuple, old: Tuple | null): void {
    const { out } = this;
    this.layout.requireWidth(row);
    out.byte(OPEN);
    const { columns } = this.layout;
    for (let place = 0; place < columns.length; place += 1) {
      const column = columns[place] as (typeof columns)[number];
      const { index } = column;
      if (place > 0) out.byte(COMMA);
      out.bytes(column.label);
      // An unchanged large value is sent with a whole old row only.
      const from = row.kind(index) === COLUMN_UNCHANGED && old?.kind(index) === COLUMN_TEXT ? old : row;
      const kind = from.kind(index);
      if (kind === COLUMN_TEXT) column.encode(out, from.bytes, from.start(index), from.end(index));
      else out.bytes(kind === COLUMN_UNCHANGED ? column.whenUnavailable : column.whenNull);
    }
    out.byte(CLOSE);
  }

  /** The members `source` and `transaction`. */
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
    out.bytes(this.#hasEventId ? source.beforeEventIndex : source.origin);
    if (this.#hasEventId && place.snapshotIdPrefix === undefined) {
      out.ascii(eventIndex);
      out.bytes(TRANSACTION);
    } else out.bytes(TRANSACTION_ALONE);
    if (place.log) out.ascii(place.log.block(this.#collection, lsn));
    else out.bytes(NULL);
  }
}
