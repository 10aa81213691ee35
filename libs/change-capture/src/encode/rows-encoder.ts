/**
 * Rows as they are now, flat, for a compacted topic: what sinks merge by key and version that know nothing of change
 * envelopes. The columns come first, then ours: `__op`, `__deleted`, `__lsn`, `__event_id`, `__source_ts_ms`, `__version`
 * (docs/capture.md, "The rows family").
 */
import { CaptureStop } from '../capture-stop.js';
import { fieldName } from './adjusted-name.js';
import { decimalLsn } from '../lsn.js';
import { COLUMN_TEXT, type Tuple } from '../pgoutput/tuple.js';
import type { ChangePlace } from './change-record.js';
import { KeyedTableEncoder, type Operation } from './keyed-table-encoder.js';
import { rowsSchema } from './rows-schema.js';
import type { TableContext } from './table-context.js';
import { nameOf, type RowsTable } from './table-plan.js';
import type { TransactionStamp } from './transaction-stamp.js';

const OUR_MEMBERS = ['__op', '__deleted', '__lsn', '__event_id', '__source_ts_ms', '__version'];

const CLOSE = 0x7d;
const COMMA = 0x2c;
const OP = Buffer.from('"__op":"');
const PRESENT = Buffer.from('","__deleted":false,"__lsn":');
const DELETED = Buffer.from('","__deleted":true,"__lsn":');
const END = Buffer.from('"}');
/** What a snapshot found is no event. */
const NO_EVENT_ID = Buffer.from(',"__event_id":null');

export class RowsEncoder extends KeyedTableEncoder {
  /** Up to the first member, with the schema before it. */
  readonly #start: Buffer;
  readonly #hasSchema: boolean;
  /** The transaction that the two texts below were made for. */
  #transaction: TransactionStamp | undefined;
  #beforeEventIndex = Buffer.alloc(0);
  #beforeVersionIndex = Buffer.alloc(0);

  /** Throws CaptureStop when the relation lacks what the plan needs, or has a column with the name of one of ours. */
  constructor(plan: RowsTable, context: TableContext) {
    requireFreeNames(context);
    super(plan, context, plan.topic);
    this.#hasSchema = context.format['value.converter.schemas.enable'];
    const schema = () => `{"schema":${rowsSchema(plan, this.layout.columns, context.format)},"payload":`;
    this.#start = Buffer.from(`${this.#hasSchema ? schema() : ''}{`);
  }

  protected override value(
    before: Tuple | null,
    after: Tuple | null,
    operation: Operation,
    eventIndex: string,
    place: ChangePlace,
  ): Buffer {
    const { out } = this;
    this.#useTransaction(place.transaction);
    out.begin();
    out.bytes(this.#start);
    this.#columns(before, after);
    out.bytes(OP);
    out.ascii(operation);
    out.bytes(after ? PRESENT : DELETED);
    out.ascii(decimalLsn(place.lsn));
    if (place.snapshotIdPrefix === undefined) {
      out.bytes(this.#beforeEventIndex);
      out.ascii(eventIndex);
      out.bytes(this.#beforeVersionIndex);
    } else {
      out.bytes(NO_EVENT_ID);
      // Without the quote that would close the event id.
      out.bytes(this.#beforeVersionIndex.subarray(1));
    }
    out.ascii(eventIndex);
    out.bytes(END);
    if (this.#hasSchema) out.byte(CLOSE);
    return out.finish();
  }

  /** The row's members, each with a comma behind it. What was not sent is left out: a placeholder would pass for data. */
  #columns(before: Tuple | null, after: Tuple | null): void {
    const { out } = this;
    const sent = after ?? before;
    if (sent) this.layout.requireWidth(sent);
    for (const column of this.layout.columns) {
      const { index } = column;
      const row = this.unsent.holder(index, before, after);
      if (!row) continue;
      out.bytes(column.label);
      if (row.kind(index) === COLUMN_TEXT) column.encode(out, row.bytes, row.start(index), row.end(index));
      else out.bytes(column.whenNull);
      out.byte(COMMA);
    }
  }

  #useTransaction(transaction: TransactionStamp): void {
    if (this.#transaction === transaction) return;
    this.#transaction = transaction;
    const { eventIdPrefix, commitTimeMs } = transaction;
    this.#beforeEventIndex = Buffer.from(`,"__event_id":"${eventIdPrefix}`);
    this.#beforeVersionIndex = Buffer.from(
      `","__source_ts_ms":${String(commitTimeMs)},"__version":"${eventIdPrefix.replaceAll('-', '/')}`,
    );
  }
}

function requireFreeNames({ described: { relation }, format }: TableContext): void {
  const adjustment = format['field.name.adjustment.mode'];
  const taken = relation.columns.find(({ name }) => OUR_MEMBERS.includes(fieldName(name, adjustment)));
  if (!taken) return;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${nameOf(relation)} has a column ${taken.name}, which is a member of every row record.`,
    'Rename the column, or take the table out of the rows family, and start the worker again.',
  );
}
