import type { SnapshotMarker } from '../encode/transaction-stamp.js';

/** Where a row of an initial snapshot or a repair stands. */
export interface SnapshotRowPlace {
  readonly isFirstTable: boolean;
  readonly isFirstRow: boolean;
  readonly isLastRow: boolean;
  /** No other table has rows that follow. */
  readonly isLastTable: boolean;
}

/** `source.snapshot` of the row, of several that fit the one that Debezium takes. Pure. */
export function snapshotMarker({ isFirstTable, isFirstRow, isLastRow, isLastTable }: SnapshotRowPlace): SnapshotMarker {
  if (isLastRow && isLastTable) return 'last';
  if (isFirstRow && isFirstTable) return 'first';
  if (isLastRow) return 'last_in_data_collection';
  return isFirstRow ? 'first_in_data_collection' : 'true';
}
