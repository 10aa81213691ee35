/** Answers of the admin API, as the contract has them. */
import { captureSnapshot, captureStatus, type CaptureSnapshotAnswer, type CaptureStatusAnswer } from '@vf/contracts';

export const NOW_MS = Date.parse('2026-11-24T10:00:00.000Z');
const MIB = 1_048_576;

export const statusAnswer = (more: Partial<CaptureStatusAnswer> = {}): CaptureStatusAnswer =>
  captureStatus.parse({
    object: 'capture_pipeline',
    name: 'payments',
    phase: 'streaming',
    paused: false,
    detail: 'streaming',
    stop: null,
    epoch: 3,
    published_lsn: '0/1A2B3C8',
    last_change_at: '2026-11-24T09:59:58.500Z',
    lag_bytes: 2_048,
    lag_ms: 12,
    slot: { name: 'vf_payments', wal_status: 'reserved', kept_bytes: 3 * MIB, safe_bytes: 9_000 * MIB, risk: null },
    rates: { records_per_second: 12_345, transactions_per_second: 2_469 },
    totals: { rows: 1_000_000, records: 1_000_001, transactions: 200_000, dead_letters: 1, reconnects: 2 },
    queued_bytes: 512,
    process_memory_bytes: 150 * MIB,
    snapshots_waiting: 0,
    ...more,
  });

export const snapshotAnswer = (more: Partial<CaptureSnapshotAnswer> = {}): CaptureSnapshotAnswer =>
  captureSnapshot.parse({
    object: 'snapshot',
    number: 7,
    kind: 'ad-hoc',
    state: 'running',
    detail: 'reads public.ledger',
    requested_at: '2026-11-24T09:59:00.000Z',
    started_at: '2026-11-24T09:59:01.000Z',
    finished_at: null,
    rows_done: 250_000,
    rows_estimated: 1_000_000,
    rows_per_second: 10_000.4,
    seconds_left: 75,
    tables: [
      { schema: 'public', table: 'payments', done: true, rows_done: 50_000, rows_estimated: 50_000, last_key: ['ff'] },
      {
        schema: 'public',
        table: 'ledger',
        done: false,
        rows_done: 200_000,
        rows_estimated: null,
        last_key: ['7', 'x'],
      },
      { schema: 'public', table: 'users', done: false, rows_done: 0, rows_estimated: null, last_key: null },
    ],
    ...more,
  });
