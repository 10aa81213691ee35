interface Sleeper {
  dueMs: number;
  wake: () => void;
}

/** A clock that moves only when the test says so. */
export interface ManualClock {
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Resolves once the clock has been advanced past `ms` from now; rejects with the signal's reason on abort. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Moves the clock on, waking sleepers in the order they are due; what they do runs before the next one wakes. */
  advance: (ms: number) => Promise<void>;
  /** How many sleepers wait. */
  sleeping: () => number;
}

/** Makes a clock that stands still at `startMs` (default 2026-01-01T00:00:00Z). */
export function manualClock(startMs: number = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();

  const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const sleeper: Sleeper = { dueMs: nowMs + Math.max(0, ms), wake: resolve };
      const onAbort = (): void => {
        sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      if (signal?.aborted) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      sleepers.add(sleeper);
    });

  const advance = async (ms: number): Promise<void> => {
    const target = nowMs + ms;
    for (let due = nextDue(sleepers, target); due; due = nextDue(sleepers, target)) {
      nowMs = Math.max(nowMs, due.dueMs);
      sleepers.delete(due);
      due.wake();
      await settle();
    }
    nowMs = target;
    await settle();
  };

  return { now: () => nowMs, sleep, advance, sleeping: () => sleepers.size };
}

function nextDue(sleepers: Iterable<Sleeper>, target: number): Sleeper | undefined {
  return [...sleepers].filter(({ dueMs }) => dueMs <= target).sort((a, b) => a.dueMs - b.dueMs)[0];
}

/** Lets everything that is ready to run do so, I/O callbacks included. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
