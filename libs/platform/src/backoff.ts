import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting times between attempts: doubling from the first to the longest, with jitter so that processes spread out. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Fits a database or broker that restarts: quick at first, at most a few seconds later on. */
export const reconnectBackoff: Backoff = { firstMs: 100, longestMs: 5_000 };

const JITTER = 0.2;

/** Milliseconds to wait before the attempt after `failures` failures (1 or more). */
export function backoffDelayMs(backoff: Backoff, failures: number, random: () => number = Math.random): number {
  const doubled = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(doubled * (1 - JITTER + 2 * JITTER * random()));
}

/**
 * Whether the signal has come. A function, because the compiler takes a flag that was false once to be false for ever, also
 * after a wait.
 */
export const hasEnded = (signal: AbortSignal): boolean => signal.aborted;

/** Sleeps that long, or until the signal. Never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/**
 * Tries until it succeeds. `onFailure` sees each error (log it, tell readiness) and may throw to give up, which is how
 * permanent errors are told apart from passing ones. Throws the signal's reason when stopped meanwhile.
 */
export async function retryUntilStopped<T>(
  attempt: () => Promise<T>,
  options: { signal: AbortSignal; backoff?: Backoff; onFailure: (err: unknown, failures: number) => void },
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    options.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (err) {
      options.onFailure(err, failures);
      await pause(backoffDelayMs(options.backoff ?? reconnectBackoff, failures), options.signal);
    }
  }
}
