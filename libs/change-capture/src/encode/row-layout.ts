/**
 * What the topics of a table share, whatever the form of their values: its columns with their encoders, the record's key
 * and its partition. Compiled once per version of a relation.
 */
import { CaptureStop } from '../capture-stop.js';
import { partitionOf } from '../murmur2.js';
import { COLUMN_NULL, COLUMN_TEXT, COLUMN_UNCHANGED, type Tuple } from '../pgoutput/tuple.js';
import { requirePiiColumns, requirePossiblePii, withPii } from '../pii/pii-columns.js';
import { schemaName } from './adjusted-name.js';
import { compileColumn, type CompiledColumn } from './columns/compile-column.js';
import { jacksonText } from './columns/jackson.js';
import { renderSchema } from './connect-schema.js';
import { keyHeader } from './key-header.js';
import type { RecordArena } from './record-arena.js';
import type { TableContext } from './table-context.js';
import { columnIndex, nameOf, requireRoutableIdentity, type KeyedTable } from './table-plan.js';

const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;

/** A column that travels: what it is compiled to, and its member's name. */
export interface RowColumn extends CompiledColumn {
  /** `"name":`. */
  readonly label: Buffer;
}

/** A record's key: its bytes, and its JSON without a schema. */
export interface RecordKey {
  readonly bytes: Buffer;
  readonly payload: Buffer;
}

export class RowLayout {
  /** Those that travel, in the relation's order. */
  readonly columns: readonly RowColumn[];
  /** Columns of a tuple. */
  readonly width: number;
  readonly #key: readonly RowColumn[];
  /** `{"schema":…,"payload":` before the key, when it has a schema. */
  readonly #keyStart: Buffer | undefined;
  readonly #routedBy: number | undefined;
  readonly #hasReadableValues: boolean;
  readonly #out: RecordArena;

  /** `recordName`: of the key's schema. Throws CaptureStop when the relation lacks what key, routing or hashing needs. */
  constructor(
    private readonly plan: KeyedTable,
    context: TableContext,
    recordName: string,
  ) {
    const { described, format, hasher, out } = context;
    const { relation } = described;
    requireRoutableIdentity(relation, plan);
    requirePossiblePii(plan, hasher);
    if (plan.pii) requirePiiColumns(relation, plan.pii);
    this.#out = out;
    this.#hasReadableValues = format['readable.values'];
    this.width = relation.columns.length;
    this.columns = described.columns.flatMap((facts, index) => {
      const column = compileColumn(facts, index, described.catalogue, format);
      if (!column) return [];
      const label = Buffer.from(`${jacksonText(column.schema.field)}:`);
      return [{ ...withPii(facts, column, plan.pii, hasher), label }];
    });
    this.#requireDistinctFields();
    this.#key = plan.key.map((name) => this.#travelling(columnIndex(relation, name), name));
    if (format['key.converter.schemas.enable'])
      this.#keyStart = keyStart(schemaName(`${recordName}.Key`, format['schema.name.adjustment.mode']), this.#key);
    this.#routedBy = plan.routedBy === undefined ? undefined : columnIndex(relation, plan.routedBy);
  }

  /** Columns of the record's key, in its order. */
  get keyColumns(): readonly RowColumn[] {
    return this.#key;
  }

  /** The row went to another key, or to another partition: nothing may stay behind where it was. */
  moves(before: Tuple, after: Tuple): boolean {
    if (this.#routedBy !== undefined && !after.sameColumn(before, this.#routedBy)) return true;
    return this.#key.some(({ index }) => !after.sameColumn(before, index));
  }

  /**
   * The record's key, or null for a table without one. `old` holds a large value that the update left as it was. Throws
   * CaptureStop for a row that lacks a part of its key.
   */
  key(row: Tuple, old: Tuple | null): RecordKey | null {
    if (this.#key.length === 0) return null;
    const out = this.#out;
    out.begin();
    if (this.#keyStart) out.bytes(this.#keyStart);
    out.byte(OPEN);
    for (const [place, column] of this.#key.entries()) {
      if (place > 0) out.byte(COMMA);
      out.bytes(column.label);
      this.#keyColumn(holderOf(row, old, column.index), column);
    }
    out.byte(CLOSE);
    if (this.#keyStart) out.byte(CLOSE);
    const bytes = out.finish();
    return { bytes, payload: this.#keyStart ? bytes.subarray(this.#keyStart.length, -1) : bytes };
  }

  /** The key as a header holds it, or undefined for a table without one. */
  keyHeader(row: Tuple, old: Tuple | null): string | undefined {
    if (!this.#hasReadableValues)
      return this.#key.length === 0 ? undefined : keyHeader(this.#key, (column) => holderOf(row, old, column));
    return this.key(row, old)?.payload.toString('utf8');
  }

  /**
   * Kafka's own hash of the routing column's text; without such a column of the key's bytes, as Kafka's clients hash; a
   * table without a key has all of its changes in partition 0, in their order.
   */
  partition(row: Tuple, old: Tuple | null, key: RecordKey | null): number {
    const { partitions } = this.plan;
    const column = this.#routedBy;
    if (column === undefined) return key ? partitionOf(key.bytes, 0, key.bytes.length, partitions) : 0;
    const holder = holderOf(row, old, column);
    if (holder.kind(column) !== COLUMN_TEXT) throw this.unencodable(`a row without ${String(this.plan.routedBy)}`);
    return partitionOf(holder.bytes, holder.start(column), holder.end(column), partitions);
  }

  unencodable(what: string): CaptureStop {
    return new CaptureStop(
      'row-unencodable',
      `Table ${nameOf(this.plan)} sent ${what}.`,
      'Compare the table with the pipeline’s table list, mend the one that is wrong, and start the worker again.',
    );
  }

  /** Throws CaptureStop unless the tuple has the relation's columns. */
  requireWidth(row: Tuple): void {
    if (row.columns !== this.width) throw this.unencodable(`a row of ${String(row.columns)} columns`);
  }

  /** Different names may be one when they are adjusted, and a record would have a member twice. */
  #requireDistinctFields(): void {
    const names = new Map<string, string>();
    for (const { name, schema } of this.columns) {
      const other = names.get(schema.field);
      names.set(schema.field, name);
      if (other === undefined) continue;
      throw new CaptureStop(
        'relation-unusable',
        `Columns ${other} and ${name} of ${nameOf(this.plan)} are both ${schema.field} when their names are adjusted.`,
        'Set field.name.adjustment.mode to avro_unicode, or rename one of them, and start the worker again.',
      );
    }
  }

  #keyColumn(row: Tuple, column: RowColumn): void {
    const kind = row.kind(column.index);
    if (kind === COLUMN_TEXT) {
      column.encode(this.#out, row.bytes, row.start(column.index), row.end(column.index));
      return;
    }
    // A key of the pipeline's own choice may be null; a primary key never is.
    if (kind !== COLUMN_NULL || !column.schema.optional) throw this.unencodable('a row without its key');
    this.#out.bytes(column.whenNull);
  }

  #travelling(index: number, name: string): RowColumn {
    const column = this.columns.find((candidate) => candidate.index === index);
    if (column) return column;
    throw new CaptureStop(
      'relation-unusable',
      `Column ${name} of ${nameOf(this.plan)} is part of its key and has a type that this format leaves out.`,
      'Set include.unknown.datatypes, or key the table by other columns, and start the worker again.',
    );
  }
}

const holderOf = (row: Tuple, old: Tuple | null, column: number) =>
  row.kind(column) === COLUMN_UNCHANGED && old ? old : row;

function keyStart(name: string, key: readonly RowColumn[]): Buffer {
  const fields = key.map(({ schema }) => schema);
  return Buffer.from(`{"schema":${renderSchema({ type: 'struct', fields, name })},"payload":`);
}
