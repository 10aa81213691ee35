import { eventually } from '@vf/testing';
import type { MoneyLoad } from './money-load.fixture.js';

const PATIENCE_MS = 60_000;

/** Until the callers have heard so many more answers. */
export async function untilAnswered(load: MoneyLoad, more: number): Promise<void> {
  const wanted = load.answered() + more;
  await eventually(
    () => {
      if (load.answered() < wanted) throw new Error(`${load.answered()} answers of ${wanted}`);
      return Promise.resolve();
    },
    { timeoutMs: PATIENCE_MS, intervalMs: 10 },
  );
}
