/** When the sink has written everything: its group has committed all that a reader of the topics can read. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NotCaughtUp, type Topics } from '../topics.js';

const POLL_MS = 200;
const TIMEOUT_MS = 120_000;

export interface SinkProgress {
  readonly topics: Topics;
  /** Consumer group of the sink. */
  readonly group: string;
  readonly names: readonly string[];
  /** Throws when the sink or the worker is no longer at work. */
  readonly check: () => Promise<void>;
  /** Where its log is, for the error. */
  readonly logFile: string;
}

/** Resolves when the group stands at the end of every partition as of the call. Throws NotCaughtUp, or what `check` throws. */
export async function untilCaughtUp({ topics, group, names, check, logFile }: SinkProgress): Promise<void> {
  const ends = await topics.ends(names);
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const behind = partitionsBehind(ends, await topics.committed(group, names));
    if (behind.length === 0) return;
    await check();
    if (performance.now() > deadline) {
      throw new NotCaughtUp(
        `The sink did not come to the end of its topics in ${TIMEOUT_MS / 1000} s: ${behind.join('; ')}.\n  Its log: ${logFile}`,
      );
    }
    await sleep(POLL_MS);
  }
}

type Offsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** One text for each partition whose committed offset is not at its end yet. Empty partitions need no commit. */
export function partitionsBehind(ends: Offsets, committed: Offsets): string[] {
  return [...ends].flatMap(([topic, partitions]) =>
    [...partitions].flatMap(([partition, end]) => {
      const at = committed.get(topic)?.get(partition) ?? 0n;
      return at >= end ? [] : [`${topic} partition ${partition} at ${at} of ${end}`];
    }),
  );
}
