/** Snapshots and their progress as tables. */
import type { CaptureSnapshotAnswer } from '@vf/contracts';
import { listTable } from './table.js';
import { count, duration, NOTHING } from './units.js';

const MS_PER_SECOND = 1_000;
const aligns = ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'left'] as const;

export function showSnapshots(pipeline: string, snapshots: readonly CaptureSnapshotAnswer[]): string {
  if (snapshots.length === 0) return `There is no snapshot of ${pipeline}.`;
  const rows = snapshots.map((snapshot) => [
    String(snapshot.number),
    snapshot.kind,
    snapshot.state,
    ...progressOf(snapshot),
    snapshot.state === 'running' ? count(Math.round(snapshot.rows_per_second)) : NOTHING,
    snapshot.seconds_left === null ? NOTHING : duration(snapshot.seconds_left * MS_PER_SECOND),
    snapshot.detail,
  ]);
  return listTable(['no', 'kind', 'state', 'rows', 'of about', 'rows/s', 'time left', ''], rows, aligns);
}

/** One snapshot, and each of its tables. */
export function showSnapshot(pipeline: string, snapshot: CaptureSnapshotAnswer): string {
  const tables = snapshot.tables.map((table) => [
    `${table.schema}.${table.table}`,
    table.done ? 'done' : table.last_key === null ? 'waits' : 'under way',
    ...progressOf(table),
    table.last_key?.join(', ') ?? NOTHING,
  ]);
  const head = ['table', '', 'rows', 'of about', 'last key'];
  const list = listTable(head, tables, ['left', 'left', 'right', 'right', 'left']);
  return [showSnapshots(pipeline, [snapshot]), list].join('\n');
}

interface Progress {
  readonly rows_done: number;
  readonly rows_estimated: number | null;
}

const progressOf = ({ rows_done: done, rows_estimated: estimated }: Progress) => [
  count(done),
  estimated === null ? NOTHING : count(Math.round(estimated)),
];
