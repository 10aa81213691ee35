/** Pipelines, snapshots, slots and positions as the admin API shows them. */
import {
  formatLsn,
  lagMs,
  type CapturePipeline,
  type CapturePosition,
  type SlotState,
  type SnapshotStatus,
} from '@vf/change-capture';
import type {
  CapturePositionAnswer,
  CaptureSlotAnswer,
  CaptureSnapshotAnswer,
  CaptureStatusAnswer,
} from '@vf/contracts';
import { PAUSED_DETAIL } from '../capture-readiness.js';
import type { Rates } from './capture-rates.js';

const WAITING = new Set(['queued', 'running', 'paused']);

export function statusAnswer(pipeline: CapturePipeline, rates: Rates, heartbeatMs: number): CaptureStatusAnswer {
  const { status } = pipeline;
  const isPaused = status.paused && status.phase === 'streaming';
  return {
    object: 'capture_pipeline',
    name: pipeline.name,
    phase: isPaused ? 'paused' : status.phase,
    paused: status.paused,
    detail: isPaused ? PAUSED_DETAIL : status.detail,
    stop: status.stop ? { code: status.stop.code, repair: status.stop.repair } : null,
    epoch: status.epoch,
    published_lsn: formatLsn(status.publishedLsn),
    last_change_at: status.lastChangeTimeMs === 0 ? null : isoOf(status.lastChangeTimeMs),
    lag_bytes: status.lagBytes,
    lag_ms: Math.round(lagMs(status, Date.now(), heartbeatMs)),
    slot: {
      name: pipeline.slot,
      wal_status: status.walStatus,
      kept_bytes: status.retainedWalBytes,
      safe_bytes: status.safeWalBytes,
      risk: status.slotRisk ?? null,
    },
    rates,
    totals: {
      rows: status.rows,
      records: status.records,
      transactions: status.transactions,
      dead_letters: status.deadLetters,
      reconnects: status.reconnects,
    },
    queued_bytes: status.queuedBytes,
    process_memory_bytes: process.memoryUsage.rss(),
    snapshots_waiting: status.snapshots.filter(({ state }) => WAITING.has(state)).length,
  };
}

export function snapshotAnswer(snapshot: SnapshotStatus): CaptureSnapshotAnswer {
  return {
    object: 'snapshot',
    number: snapshot.number,
    kind: snapshot.kind,
    state: snapshot.state,
    detail: snapshot.detail,
    requested_at: isoOf(snapshot.requestedAtMs),
    started_at: snapshot.startedAtMs === null ? null : isoOf(snapshot.startedAtMs),
    finished_at: snapshot.finishedAtMs === null ? null : isoOf(snapshot.finishedAtMs),
    rows_done: snapshot.rowsDone,
    rows_estimated: snapshot.rowsEstimated,
    rows_per_second: snapshot.rowsPerSecond,
    seconds_left: snapshot.secondsLeft,
    tables: snapshot.tables.map((table) => ({
      schema: table.schema,
      table: table.table,
      done: table.done,
      rows_done: table.rowsDone,
      rows_estimated: table.rowsEstimated,
      last_key: table.lastKey && [...table.lastKey],
    })),
  };
}

export function slotAnswer(name: string, slot: SlotState): CaptureSlotAnswer {
  const { retained_bytes: kept, safe_wal_size: safe, ...rest } = slot;
  return { object: 'capture_slot', name, ...rest, kept_bytes: kept, safe_bytes: safe };
}

export function positionAnswer(position: CapturePosition): CapturePositionAnswer {
  return {
    object: 'capture_position',
    pipeline: position.pipeline,
    epoch: position.epoch,
    commit_lsn: formatLsn(position.commitLsn),
    index: position.index,
    durable_lsn: formatLsn(position.durableLsn),
    slot: position.slot,
    slot_created_lsn: formatLsn(position.slotCreatedLsn),
  };
}

const isoOf = (ms: number) => new Date(ms).toISOString();
