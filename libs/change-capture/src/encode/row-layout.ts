/**
 * What the topics of a table share, whatever the form of their values: its columns with their encoders, the record's key
 * and its partition. Compiled once per version of a relation.
 */
import { CaptureStop } from '../capture-stop.js';
import { partitionOf } from '../murmur2.js';
import type { Relation } from '../pgoutput/messages.js';
import { COLUMN_TEXT, type Tuple } from '../pgoutput/tuple.js';
import { columnEncoder, type ColumnEncoder } from './column-encoders.js';
import type { RecordArena } from './record-arena.js';
import { columnIndex, nameOf, type KeyedTable } from './table-plan.js';

const OPEN = 0x7b;
const CLOSE = 0x7d;

export interface RowColumn {
  /** `"name":`, with a comma before it from the second on. */
  readonly label: Buffer;
  readonly encode: ColumnEncoder;
}

export class RowLayout {
  readonly columns: readonly RowColumn[];
  readonly #key: readonly { readonly column: number; readonly label: Buffer }[];
  readonly #routedBy: number;

  /** Throws CaptureStop when the relation lacks the plan's key or routing column. */
  constructor(
    private readonly plan: KeyedTable,
    relation: Relation,
    private readonly out: RecordArena,
  ) {
    const label = (name: string, index: number) => Buffer.from(`${index > 0 ? ',' : ''}${JSON.stringify(name)}:`);
    this.columns = relation.columns.map(({ name, typeOid }, index) => ({
      label: label(name, index),
      encode: columnEncoder(typeOid),
    }));
    this.#key = plan.key.map((name, place) => ({ column: columnIndex(relation, name), label: label(name, place) }));
    this.#routedBy = columnIndex(relation, plan.routedBy);
  }

  /** The row went to another key, or to another partition: nothing may stay behind where it was. */
  moves(before: Tuple, after: Tuple): boolean {
    if (!after.sameColumn(before, this.#routedBy)) return true;
    return this.#key.some(({ column }) => !after.sameColumn(before, column));
  }

  /** The record's key: JSON of the key columns. Throws CaptureStop for a row without one of them. */
  key(row: Tuple): Buffer {
    const { out } = this;
    out.begin();
    out.byte(OPEN);
    for (const { column, label } of this.#key) {
      if (row.kind(column) !== COLUMN_TEXT) throw this.unencodable('a row without its key');
      out.bytes(label);
      this.column(column).encode(out, row.bytes, row.start(column), row.end(column));
    }
    out.byte(CLOSE);
    return out.finish();
  }

  /** Kafka's own hash of the routing column's text. Throws CaptureStop for a row without it. */
  partition(row: Tuple): number {
    const column = this.#routedBy;
    if (row.kind(column) !== COLUMN_TEXT) throw this.unencodable(`a row without ${this.plan.routedBy}`);
    return partitionOf(row.bytes, row.start(column), row.end(column), this.plan.partitions);
  }

  column(index: number): RowColumn {
    return this.columns[index] as RowColumn;
  }

  unencodable(what: string): CaptureStop {
    return new CaptureStop(
      'row-unencodable',
      `Table ${nameOf(this.plan)} sent ${what}.`,
      'Compare the table with the pipeline’s table list, mend the one that is wrong, and start the worker again.',
    );
  }
}
