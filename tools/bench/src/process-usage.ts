/** What a process has used, as Linux counts it. */
import { readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** Of all its threads, user and system, in seconds. */
  readonly cpuSeconds: number;
  /** Most resident memory at any time, in megabytes (1,000,000 bytes). */
  readonly peakRssMb: number;
}

/** Linux reports CPU time in hundredths on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/pid/stat after the name, counted from the state. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const KIB = 1_024;
const MB = 1_000_000;

/** Throws when the process is gone. */
export function usageOf(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The name stands in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakRssMb: (Number(peak?.[1]) * KIB) / MB };
}
