/** What an operator sees of the snapshots, and what readers see of them in progress records. Pure. */
import type { ProgressRecord } from '@vf/contracts';
import type { SnapshotBook } from './snapshot-book.js';
import type { SnapshotStatus, SnapshotTableStatus } from './snapshot-requests.js';
import type { StoredSnapshot, StoredTable } from './stored-snapshots.js';

export function statusOf(snapshot: StoredSnapshot, rowsPerSecond: number): SnapshotStatus {
  const tables = snapshot.tables.map(tableStatusOf);
  const rowsDone = tables.reduce((sum, table) => sum + table.rowsDone, 0);
  const estimates = tables.map((table) => (table.done ? table.rowsDone : table.rowsEstimated));
  const rowsEstimated = estimates.includes(null) ? null : estimates.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
  const rate = snapshot.state === 'running' ? rowsPerSecond : 0;
  const left = rowsEstimated === null ? null : Math.max(0, rowsEstimated - rowsDone);
  return {
    number: snapshot.number,
    kind: snapshot.kind,
    state: snapshot.state,
    detail: snapshot.detail,
    requestedAtMs: snapshot.requested_at_ms,
    startedAtMs: snapshot.started_at_ms,
    finishedAtMs: snapshot.finished_at_ms,
    tables,
    rowsDone,
    rowsEstimated,
    rowsPerSecond: rate,
    secondsLeft: left === null || rate === 0 ? null : left / rate,
  };
}

function tableStatusOf(table: StoredTable): SnapshotTableStatus {
  return {
    schema: table.schema,
    table: table.table,
    done: table.done,
    rowsDone: table.rows_done,
    rowsEstimated: table.rows_estimated,
    lastKey: table.cursor,
  };
}

export function progressSnapshotOf(book: SnapshotBook): NonNullable<ProgressRecord['snapshot']> {
  const current = book.next;
  return {
    complete: book.complete,
    current: current ? { number: current.number, kind: current.kind } : null,
  };
}
