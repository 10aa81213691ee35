/** What a capture has used since its process began, start-up included. */
import { processCost } from '@vf/debezium';

export interface Cost {
  /** Of all its threads, user and system, in seconds. */
  readonly cpuSeconds: number;
  /** Most resident memory at any time, in megabytes (1,000,000 bytes). */
  readonly peakRssMb: number;
}

const MB = 1_000_000;

/** Throws when the process is gone. */
export function costOf(pid: number): Cost {
  const { cpuSeconds, peakRssBytes } = processCost(pid);
  return { cpuSeconds, peakRssMb: peakRssBytes / MB };
}
