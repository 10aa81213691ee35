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
 * A pipeline that stops for good does not take the others with it: it stays visible as not ready. With the last one the
 * service ends, and with it the process.
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
      const runs = await Promise.allSettled(options.pipelines.map((pipeline) => pipeline.run(signal)));
      await options.closeBroker();
      const stopped = runs.find((run) => run.status === 'rejected');
      if (stopped) throw stopped.reason;
    },
  };
}

/** Readiness shows a pipeline's detail, so an operator sees what a worker that started before its broker waits for. */
function tellWaiting(pipelines: readonly CapturePipeline[], failures: number): void {
  for (const { status } of pipelines) status.detail = `waiting for the broker, not reached in ${failures} attempt(s)`;
}
