import { setTimeout as sleep } from 'node:timers/promises';
import { type ManagedProcess, ProcessDied } from './managed-process.js';

const POLL_INTERVAL_MS = 50;

export interface ReadinessWait {
  process: ManagedProcess;
  /** Resolves when ready; rejects with what is still missing. Must have a time limit of its own. */
  probe: () => Promise<void>;
  timeoutMs: number;
  /** Failures of the probe that waiting will not mend; they are thrown at once. Default none. */
  isPermanent?: (err: unknown) => boolean;
  /** Ends the wait early, with the signal's reason. */
  signal: AbortSignal;
}

/** A process is up but did not become ready in time. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** Waits until the probe passes. Throws {@link ProcessDied} as soon as the process ends, {@link NotReady} in the end. */
export async function waitUntilReady(wait: ReadinessWait): Promise<void> {
  const { process, probe, timeoutMs, signal, isPermanent = () => false } = wait;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      await probe();
      return;
    } catch (err) {
      if (isPermanent(err)) throw err;
      if (process.exit) throw new ProcessDied(process, process.exit);
      if (performance.now() > deadline) {
        const reason = err instanceof Error ? err.message : String(err);
        throw new NotReady(
          `${process.name} was not ready after ${timeoutMs / 1000} s: ${reason}\n  Its log: ${process.logFile}`,
          { cause: err },
        );
      }
    }
    await sleep(POLL_INTERVAL_MS);
  }
}
