/** Runs the pipelines: the broker and its topics first, then each for itself. */
import type { CapturePipeline, CaptureStatus } from '@vf/change-capture';
import type { Service } from '@vf/platform';

export type KeptPipeline = Pick<CapturePipeline, 'run' | 'repairEnds'> & {
  readonly status: Pick<CaptureStatus, 'phase' | 'detail'>;
};

export interface CaptureServiceOptions {
  readonly pipelines: readonly KeptPipeline[];
  /** Waits until the broker is there, telling of each failed attempt. */
  readonly openBroker: (signal: AbortSignal, onWaiting: (failures: number) => void) => Promise<void>;
  readonly closeBroker: () => Promise<void>;
}

/**
 * A pipeline that stops does not take the others with it: it stays visible as not ready, and runs again when an operator
 * has repaired it. With the last one the service ends, and with it the process.
 */
export function captureService(options: CaptureServiceOptions): Service {
  return {
    name: 'capture',
    async run(signal) {
      try {
        await options.openBroker(signal, (failures) => tellWaiting(options.pipelines, failures));
      } catch (err) {
        if (signal.aborted) return;
        throw err;
      }
      const runs = await runAll(options.pipelines, signal);
      await options.closeBroker();
      const stopped = runs.find((run) => run.status === 'rejected');
      if (stopped) throw stopped.reason;
    },
  };
}

/** Settles when the signal has ended every pipeline, or when all have stopped and none is being repaired. */
async function runAll(
  pipelines: readonly KeptPipeline[],
  signal: AbortSignal,
): Promise<readonly PromiseSettledResult<void>[]> {
  const stopped = new Set<KeptPipeline>();
  const allStopped = new AbortController();
  const over = AbortSignal.any([signal, allStopped.signal]);
  const isRepaired = async (pipeline: KeptPipeline): Promise<boolean> => {
    for (;;) {
      // Asked again after a repair that failed: the others may have stopped while it was under way.
      if (pipelines.every((one) => stopped.has(one) && one.status.phase === 'stopped')) allStopped.abort();
      const end = await pipeline.repairEnds(over);
      if (end !== 'failed') return end === 'repaired';
    }
  };
  const keep = async (pipeline: KeptPipeline): Promise<void> => {
    try {
      await pipeline.run(signal);
    } catch (err) {
      stopped.add(pipeline);
      if (!(await isRepaired(pipeline))) throw err;
      stopped.delete(pipeline);
      await keep(pipeline);
    }
  };
  return Promise.allSettled(pipelines.map(keep));
}

/** Readiness shows a pipeline's detail, so an operator sees what a worker that started before its broker waits for. */
function tellWaiting(pipelines: readonly KeptPipeline[], failures: number): void {
  for (const { status } of pipelines) status.detail = `waiting for the broker, not reached in ${failures} attempt(s)`;
}
