/** When the worker has published everything up to a place in the log: its own progress record says so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NotCaughtUp, type Topics } from './topics.js';

const POLL_MS = 100;
const TIMEOUT_MS = 120_000;

export interface Publishing {
  readonly topics: Topics;
  /** Topic of the progress records. */
  readonly topic: string;
  readonly pipeline: string;
  /** A transaction that was committed later must follow, or the progress may never come to it. */
  readonly position: bigint;
  /** Throws when the worker is no longer at work. */
  readonly check: () => Promise<void>;
}

/** Resolves when all that was committed before the position, snapshot rows too, is on the topics. */
export async function untilPublished({ topics, topic, pipeline, position, check }: Publishing): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const progress = await topics.progress(topic, pipeline);
    const isThere = progress !== undefined && BigInt(`0x${progress.commit_lsn}`) >= position;
    if (isThere && progress.snapshot?.complete !== false) return;
    await check();
    if (performance.now() > deadline) {
      throw new NotCaughtUp(
        `pipeline ${pipeline} did not publish all in ${TIMEOUT_MS / 1000} s: ${JSON.stringify(progress)}`,
      );
    }
    await sleep(POLL_MS);
  }
}
