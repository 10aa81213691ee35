/** Tells readiness how each pipeline fares: ready means that changes reach the broker now, not that a process runs. */
import { lagMs, type CapturePipeline, type CaptureStatus } from '@vf/change-capture';
import { pause, type Health, type Service } from '@vf/platform';

export interface ReadinessOptions {
  readonly pipelines: readonly CapturePipeline[];
  readonly health: Health;
  /** Lag above which a pipeline counts as stalled, in milliseconds. */
  readonly stallLimitMs: number;
  readonly heartbeatIntervalMs: number;
}

const CHECK_EVERY_MS = 250;
/** What is said of a pipeline that was paused, in readiness and by the admin API. */
export const PAUSED_DETAIL = 'paused by an operator, publishes nothing';

export const checkOf = (pipeline: { readonly name: string }) => `capture-${pipeline.name}`;

/** Undefined when the pipeline is well, else what is wrong with it. */
export function faultOf(
  status: CaptureStatus,
  nowMs: number,
  limits: Pick<ReadinessOptions, 'stallLimitMs' | 'heartbeatIntervalMs'>,
): string | undefined {
  if (status.phase !== 'streaming') return `${status.phase}: ${status.detail}`;
  if (status.paused) return PAUSED_DETAIL;
  const lag = lagMs(status, nowMs, limits.heartbeatIntervalMs);
  if (lag > limits.stallLimitMs) return `${String(Math.round(lag))} ms behind the source: ${status.detail}`;
  // The first heartbeat is the proof that the whole way is open.
  return status.lastCommitTimeMs === 0 ? 'streaming, nothing published yet' : undefined;
}

/** What an operator should know of a pipeline that is well. */
export function detailOf(status: CaptureStatus): string {
  const { deadLetters, lastDeadLetter, slotRisk } = status;
  const letters = `${String(deadLetters)} change(s) in the dead letters since the start, the last: ${lastDeadLetter}`;
  return ['streaming', ...(slotRisk ? [slotRisk] : []), ...(deadLetters > 0 ? [letters] : [])].join('; ');
}

export function captureReadiness(options: ReadinessOptions): Service {
  const { pipelines, health } = options;
  for (const pipeline of pipelines) health.declare(checkOf(pipeline));
  return {
    name: 'readiness',
    async run(signal) {
      while (!signal.aborted) {
        for (const pipeline of pipelines) {
          const fault = faultOf(pipeline.status, Date.now(), options);
          if (fault === undefined) health.ok(checkOf(pipeline), detailOf(pipeline.status));
          else health.fail(checkOf(pipeline), fault);
        }
        await pause(CHECK_EVERY_MS, signal);
      }
    },
  };
}
