/** When the worker has published everything up to a place in its stream: its own progress records say so. */
import type { ProgressRecord } from '@vf/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotCaughtUp, type Topics } from './topics.js';

const POLL_MS = 100;
const TIMEOUT_MS = 120_000;

export interface Publishing {
  readonly topics: Topics;
  /** Topic of the progress records. */
  readonly topic: string;
  readonly pipeline: string;
  /** Of a progress record. */
  readonly isPublished: (progress: ProgressRecord) => boolean;
  /** Throws when the worker is no longer at work. */
  readonly check: () => Promise<void>;
  /** Where the worker's log is, for the error. */
  readonly logFile: string;
}

/** Resolves when the newest progress is far enough and no rows of an initial snapshot are still to come. */
export async function untilPublished({
  topics,
  topic,
  pipeline,
  isPublished,
  check,
  logFile,
}: Publishing): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const progress = await topics.progress(topic, pipeline);
    if (progress && isPublished(progress) && progress.snapshot?.complete !== false) return;
    await check();
    if (performance.now() > deadline) {
      throw new NotCaughtUp(
        `pipeline ${pipeline} did not publish all in ${TIMEOUT_MS / 1000} s: ${JSON.stringify(progress)}\n  Its log: ${logFile}`,
      );
    }
    await sleep(POLL_MS);
  }
}
