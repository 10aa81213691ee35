import { eventually } from '@vf/testing';

/** Waits until an expectation on something that changes by itself holds. */
export async function settles(check: () => void, timeoutMs = 10_000): Promise<void> {
  const attempt = () => {
    check();
    return Promise.resolve();
  };
  await eventually(attempt, { timeoutMs });
}
