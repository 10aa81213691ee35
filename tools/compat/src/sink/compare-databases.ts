/** Every table of the source beside the sink's, at one moment at which nothing is written. */
import { knownDeviations, type KnownDeviation } from './known-deviations.js';
import { compareTable, type RowDifference, type TableContent } from './row-differences.js';
import type { SinkTable } from './sink-table.js';
import { contentClient, sharedTypes, tableContent } from './table-content.js';

export interface SinkCheck {
  /** Which delivery and which moment. */
  readonly name: string;
  readonly tables: number;
  readonly rows: number;
  readonly differences: readonly RowDifference[];
  /** Deviations that occurred. */
  readonly seen: ReadonlySet<KnownDeviation>;
}

export async function compareDatabases(
  name: string,
  sourceUrl: string,
  sinkUrl: string,
  tables: readonly SinkTable[],
): Promise<SinkCheck> {
  const [source, sink] = [await contentClient(sourceUrl), await contentClient(sinkUrl)];
  try {
    const found = [];
    for (const table of tables) {
      const types = await sharedTypes(source, table);
      const content = await tableContent(source, table, types);
      const written = without(table.added, await tableContent(sink, { schema: 'public', table: table.name }, types));
      const deviations = knownDeviations.filter(
        (one) => one.table === table.source && (one.family ?? table.family) === table.family,
      );
      // A table that nothing was written of yet is not made by the sink.
      const expected = content.rows.length === 0 && written.columns.length === 0 ? { columns: [], rows: [] } : content;
      found.push({ rows: content.rows.length, ...compareTable(table, expected, written, deviations) });
    }
    return {
      name,
      tables: tables.length,
      rows: found.reduce((sum, { rows }) => sum + rows, 0),
      differences: found.flatMap(({ differences }) => differences),
      seen: new Set(found.flatMap(({ seen }) => [...seen])),
    };
  } finally {
    await Promise.all([source.end(), sink.end()]);
  }
}

const without = (added: readonly string[], { columns, rows }: TableContent): TableContent => ({
  columns: columns.filter((column) => !added.includes(column)),
  rows,
});
