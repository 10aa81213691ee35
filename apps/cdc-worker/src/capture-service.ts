/** Runs the pipelines: the broker and its topics first, then each for itself. */
import type { CapturePipeline } from '@vf/change-capture';
import type { Service } from '@vf/platform';

export interface CaptureServiceOptions {
  readonly pipelines: readonly CapturePipeline[];
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

/** Settles when the signal has ended every pipeline, or when all have stopped. */
async function runAll(
  pipelines: readonly CapturePipeline[],
  signal: AbortSignal,
): Promise<readonly PromiseSettledResult<void>[]> {
  const stopped = new Set<CapturePipeline>();
  const allStopped = new AbortController();
  const over = AbortSignal.any([signal, allStopped.signal]);
  const keep = async (pipeline: CapturePipeline): Promise<void> => {
    try {
      await pipeline.run(signal);
    } catch (err) {
      stopped.add(pipeline);
      if (stopped.size === pipelines.length) allStopped.abort();
      if (!(await pipeline.repaired(over))) throw err;
      stopped.delete(pipeline);
      await keep(pipeline);
    }
  };
  return Promise.allSettled(pipelines.map(keep));
}

/** Readiness shows a pipeline's detail, so an operator sees what a worker that started before its broker waits for. */
function tellWaiting(pipelines: readonly CapturePipeline[], failures: number): void {
  for (const { status } of pipelines) status.detail = `waiting for the broker, not reached in ${failures} attempt(s)`;
}
