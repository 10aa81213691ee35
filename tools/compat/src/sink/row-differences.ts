/** What a table of the sink differs in from its source, row by row. Pure. */
import type { KnownDeviation } from './known-deviations.js';

/** Values as texts, by column. */
export type Row = Readonly<Record<string, string | null>>;

export interface TableContent {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

export interface RowDifference {
  /** `schema.table` of the source. */
  readonly table: string;
  /** JSON of the key's columns; undefined when a side lacks the column itself. */
  readonly key: string | undefined;
  /** Undefined when a side lacks the row. */
  readonly column: string | undefined;
  /** Undefined: not there. A whole row is JSON. */
  readonly source: string | null | undefined;
  readonly sink: string | null | undefined;
}

export interface TableComparison {
  readonly differences: readonly RowDifference[];
  /** Deviations that occurred. */
  readonly seen: ReadonlySet<KnownDeviation>;
}

interface Keyed {
  /** `schema.table` of the source. */
  readonly source: string;
  readonly key: readonly string[];
}

const A_COLUMN = 'a column';

/** Compares the rows of both sides by key. Deviations are those of this table. */
export function compareTable(
  table: Keyed,
  source: TableContent,
  sink: TableContent,
  deviations: readonly KnownDeviation[],
): TableComparison {
  const seen = new Set<KnownDeviation>();
  const place = { table: table.source, key: undefined };
  const both = source.columns.filter((column) => sink.columns.includes(column));
  const onlyIn = (one: TableContent, other: TableContent) =>
    one.columns.filter((column) => !other.columns.includes(column));
  const isSame = (column: string, ours: string | null, theirs: string | null) => {
    if (ours === theirs) return true;
    const known = deviations.find((one) => one.column === column && ours !== null && one.sinkHas(ours) === theirs);
    if (known) seen.add(known);
    return known !== undefined;
  };
  const differences = [
    ...onlyIn(source, sink).map((column) => ({ ...place, column, source: A_COLUMN, sink: undefined })),
    ...onlyIn(sink, source).map((column) => ({ ...place, column, source: undefined, sink: A_COLUMN })),
    ...compareRows(table, both, [source.rows, sink.rows], isSame),
  ];
  return { differences, seen };
}

type Equality = (column: string, source: string | null, sink: string | null) => boolean;

function compareRows(
  { source: table, key: keyColumns }: Keyed,
  columns: readonly string[],
  [source, sink]: readonly [readonly Row[], readonly Row[]],
  isSame: Equality,
): RowDifference[] {
  const byKey = (rows: readonly Row[]) => new Map(rows.map((row) => [keyOf(row, keyColumns), row]));
  const [left, right] = [byKey(source), byKey(sink)];
  return [...new Set([...left.keys(), ...right.keys()])].sort().flatMap((key): RowDifference[] => {
    const [ours, theirs] = [left.get(key), right.get(key)];
    if (!ours || !theirs) {
      const whole = (row: Row | undefined) => row && JSON.stringify(row);
      return [{ table, key, column: undefined, source: whole(ours), sink: whole(theirs) }];
    }
    return columns
      .filter((column) => !isSame(column, ours[column] ?? null, theirs[column] ?? null))
      .map((column) => ({ table, key, column, source: ours[column], sink: theirs[column] }));
  });
}

const keyOf = (row: Row, columns: readonly string[]) =>
  JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])));

const SHOWN_CHARACTERS = 200;

function shown(text: string | null | undefined): string {
  if (text === undefined) return '(nothing)';
  return text === null ? 'NULL' : text.slice(0, SHOWN_CHARACTERS);
}

/** A difference for a person: table, key, column, and both values. */
export function told({ table, key, column, source, sink }: RowDifference): string {
  const place = [table, ...(key ? [`key ${key}`] : []), column ? `column ${column}` : 'the row'].join(', ');
  return `${place}\n    source ${shown(source)}\n    sink   ${shown(sink)}`;
}
