/** What the worker shows to Prometheus (docs/capture.md lists the names). Read from the pipelines when it is asked. */
import { lagMs, type CapturePipeline, type CaptureStatus } from '@vf/change-capture';
import { Counter, Gauge, type Registry } from '@vf/platform';

/** The snapshot at work, if any. */
const running = (status: CaptureStatus) => status.snapshots.find(({ state }) => state === 'running');

interface Measure {
  readonly name: string;
  readonly help: string;
  /** null when there is nothing to show. */
  readonly read: (status: CaptureStatus) => number | null;
}

const counters: readonly Measure[] = [
  { name: 'vf_capture_rows_total', help: 'Changed rows published.', read: (status) => status.rows },
  { name: 'vf_capture_records_total', help: 'Records the broker has acknowledged.', read: (status) => status.records },
  {
    name: 'vf_capture_batches_total',
    help: 'Publishes the broker has acknowledged.',
    read: (status) => status.batches,
  },
  {
    name: 'vf_capture_transactions_total',
    help: 'Transactions published whole, heartbeats included.',
    read: (status) => status.transactions,
  },
  { name: 'vf_capture_reconnects_total', help: 'Sessions ended by an error.', read: (status) => status.reconnects },
  {
    name: 'vf_capture_publish_retries_total',
    help: 'Attempts to publish that failed and are tried again.',
    read: (status) => status.publishRetries,
  },
  {
    name: 'vf_capture_dead_letters_total',
    help: 'Changes that went to the dead letters.',
    read: (status) => status.deadLetters,
  },
];

const gauges: readonly Measure[] = [
  {
    name: 'vf_capture_lag_bytes',
    help: 'Log of the source that is not published yet.',
    read: (status) => status.lagBytes,
  },
  {
    name: 'vf_capture_retained_wal_bytes',
    help: 'Log that the source keeps for the slot.',
    read: (status) => status.retainedWalBytes,
  },
  {
    name: 'vf_capture_safe_wal_bytes',
    help: 'Log that may still be written before the slot is lost; absent without a limit.',
    read: (status) => status.safeWalBytes,
  },
  {
    name: 'vf_capture_wal_limit_bytes',
    help: 'Log that the source keeps for the slot at most; absent without a limit.',
    read: (status) => status.walLimitBytes,
  },
  {
    name: 'vf_capture_slot_at_risk',
    help: '1 when half of that limit is reached, or the server is about to give the slot up.',
    read: (status) => Number(status.slotRisk !== undefined),
  },
  { name: 'vf_capture_queued_bytes', help: 'Read and not yet published.', read: (status) => status.queuedBytes },
  { name: 'vf_capture_epoch', help: 'Epoch of the event ids.', read: (status) => status.epoch },
  {
    name: 'vf_capture_streaming',
    help: '1 while the pipeline streams.',
    read: (status) => Number(status.phase === 'streaming'),
  },
  {
    name: 'vf_capture_snapshots_waiting',
    help: 'Snapshots that run, wait or are paused.',
    read: ({ snapshots }) => snapshots.filter(({ state }) => ['queued', 'running', 'paused'].includes(state)).length,
  },
  {
    name: 'vf_capture_snapshot_rows',
    help: 'Rows that the running snapshot has done.',
    read: (status) => running(status)?.rowsDone ?? 0,
  },
  {
    name: 'vf_capture_snapshot_estimated_rows',
    help: 'Rows of the running snapshot as the planner estimates them.',
    read: (status) => running(status)?.rowsEstimated ?? 0,
  },
  {
    name: 'vf_capture_snapshot_rows_per_second',
    help: 'Rate of the running snapshot over the last seconds.',
    read: (status) => running(status)?.rowsPerSecond ?? 0,
  },
  {
    name: 'vf_capture_snapshot_seconds_left',
    help: 'Time left of the running snapshot at its rate; 0 when none runs or it can not be told.',
    read: (status) => running(status)?.secondsLeft ?? 0,
  },
  {
    name: 'vf_capture_stopped',
    help: '1 after a stop that a person must mend.',
    read: (status) => Number(status.phase === 'stopped'),
  },
];

export function registerCaptureMetrics(
  registry: Registry,
  pipelines: readonly CapturePipeline[],
  heartbeatIntervalMs: number,
): void {
  const lag: Measure = {
    name: 'vf_capture_lag_milliseconds',
    help: 'Commit in the source to acknowledgement by the broker; grows while nothing is published.',
    read: (status) => lagMs(status, Date.now(), heartbeatIntervalMs),
  };
  const registers = [registry];
  for (const { name, help, read } of [...gauges, lag]) {
    const collect = function (this: Gauge<'pipeline'>) {
      for (const pipeline of pipelines) {
        const value = read(pipeline.status);
        if (value !== null) this.set({ pipeline: pipeline.name }, value);
      }
    };
    new Gauge({ name, help, labelNames: ['pipeline'] as const, registers, collect });
  }
  for (const { name, help, read } of counters) {
    const collect = function (this: Counter<'pipeline'>) {
      this.reset();
      for (const pipeline of pipelines) this.inc({ pipeline: pipeline.name }, read(pipeline.status) ?? 0);
    };
    new Counter({ name, help, labelNames: ['pipeline'] as const, registers, collect });
  }
}
