import { setTimeout as sleep } from 'node:timers/promises';

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_INTERVAL_MS = 25;

export interface EventuallyOptions {
  /** How long to go on trying. Default 10 s. */
  timeoutMs?: number;
  /** Pause between two tries. Default 25 ms. */
  intervalMs?: number;
}

/**
 * Calls `attempt` until it neither throws nor rejects, and returns its value. After the time limit it throws the last
 * failure's message with the time waited, so a failed expectation inside reads like one outside. An attempt that hangs
 * is cut off by the same limit.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const intervalMs = options.intervalMs ?? DEFAULT_INTERVAL_MS;
  const deadline = performance.now() + timeoutMs;
  let lastFailure: unknown = new Error('the attempt did not finish');
  do {
    try {
      return await withinTime(attempt, deadline - performance.now());
    } catch (failure) {
      if (!(failure instanceof AttemptCutOff)) lastFailure = failure;
    }
    await sleep(Math.max(0, Math.min(intervalMs, deadline - performance.now())));
  } while (performance.now() < deadline);
  const reason = lastFailure instanceof Error ? lastFailure.message : String(lastFailure);
  throw new Error(`Still failing after ${timeoutMs} ms: ${reason}`, { cause: lastFailure });
}

class AttemptCutOff extends Error {}

async function withinTime<T>(attempt: () => T | Promise<T>, remainingMs: number): Promise<T> {
  const stop = new AbortController();
  const cutOff = async (): Promise<never> => {
    await sleep(Math.max(0, remainingMs), undefined, { signal: stop.signal });
    throw new AttemptCutOff();
  };
  try {
    return await Promise.race([attempt(), cutOff()]);
  } finally {
    stop.abort();
  }
}
