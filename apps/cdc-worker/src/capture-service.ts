/** Runs the pipelines: the broker and its topics first, then each for itself. */
import type { CapturePipeline } from '@vf/change-capture';
import type { Service } from '@vf/platform';

export interface CaptureServiceOptions {
  readonly pipelines: readonly CapturePipeline[];
  /** Waits until the broker is there. */
  readonly openBroker: (signal: AbortSignal) => Promise<void>;
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
        await options.openBroker(signal);
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
