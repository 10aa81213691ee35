import type { CaptureStop } from '../capture-stop.js';
import type { SnapshotStatus } from '../snapshot/snapshot-requests.js';

/** What a pipeline shows of itself; read by metrics and readiness, written by the pipeline alone. */
export type CapturePhase =
  /** Connecting, checking, or between two sessions. */
  | 'starting'
  /** Another worker holds the slot. */
  | 'waiting-for-slot'
  | 'streaming'
  /** Until a person acts; `stop` says why and what to do. */
  | 'stopped';

export interface CaptureStatus {
  phase: CapturePhase;
  /** By an operator: it reads on, as far as its memory goes, and publishes nothing. */
  paused: boolean;
  /** One sentence for the operator. */
  detail: string;
  /** Why the pipeline stopped, while it is stopped. */
  stop: CaptureStop | undefined;
  epoch: number;
  /** Changed rows taken from the stream. */
  rows: number;
  /** Records, tombstones among them, that the broker has acknowledged. */
  records: number;
  batches: number;
  transactions: number;
  /** Sessions that ended by a passing error. */
  reconnects: number;
  /** Attempts to publish that the broker did not answer. */
  publishRetries: number;
  /** Changes that went to the dead letters, and why the last one did. */
  deadLetters: number;
  lastDeadLetter: string;
  queuedBytes: number;
  /** The source's log that is not yet confirmed as published. */
  lagBytes: number;
  /** Log that the server keeps for the slot. */
  retainedWalBytes: number;
  /** Log that may still be written before the slot is lost; null without a limit. */
  safeWalBytes: number | null;
  /** max_slot_wal_keep_size; null without a limit. */
  walLimitBytes: number | null;
  /** The slot's wal_status; empty before it was measured. */
  walStatus: string;
  /** What threatens the slot, or undefined. */
  slotRisk: string | undefined;
  /** Commit to acknowledgement of the last published transaction. */
  lastLatencyMs: number;
  /** Commit time of the last published transaction, heartbeats included; 0 before the first. */
  lastCommitTimeMs: number;
  /** Commit time of the last transaction that had records; 0 before the first. */
  lastChangeTimeMs: number;
  /** When the last transaction was acknowledged by the broker; the session's start before the first. */
  lastPublishedAtMs: number;
  publishedLsn: bigint;
  /** Snapshots that wait or run, and the last ones that ended; oldest first. */
  snapshots: readonly SnapshotStatus[];
}

export function initialStatus(): CaptureStatus {
  return {
    phase: 'starting',
    paused: false,
    detail: 'starting',
    stop: undefined,
    epoch: 0,
    rows: 0,
    records: 0,
    batches: 0,
    transactions: 0,
    reconnects: 0,
    publishRetries: 0,
    deadLetters: 0,
    lastDeadLetter: '',
    queuedBytes: 0,
    lagBytes: 0,
    retainedWalBytes: 0,
    safeWalBytes: null,
    walLimitBytes: null,
    walStatus: '',
    slotRisk: undefined,
    lastLatencyMs: 0,
    lastCommitTimeMs: 0,
    lastChangeTimeMs: 0,
    lastPublishedAtMs: 0,
    publishedLsn: 0n,
    snapshots: [],
  };
}

/**
 * How far the stream is behind the source, in milliseconds. A heartbeat commits each interval, so a last published
 * commit older than that is lag even when nothing else is known.
 */
export function lagMs(status: CaptureStatus, nowMs: number, heartbeatIntervalMs: number): number {
  const sinceCommitMs = nowMs - (status.lastCommitTimeMs || status.lastPublishedAtMs || nowMs);
  return Math.max(status.lastLatencyMs, sinceCommitMs - heartbeatIntervalMs, 0);
}
