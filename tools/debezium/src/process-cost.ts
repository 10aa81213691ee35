/** What a process has used, as Linux counts it; the same measure for the real Debezium and for ours. */
import { readFileSync } from 'node:fs';

export interface ProcessCost {
  /** User and system time since the process began, in seconds. */
  readonly cpuSeconds: number;
  /** Most memory that was resident at once, in bytes. */
  readonly peakRssBytes: number;
}

/** USER_HZ, which Linux fixes for /proc on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
const BYTES_PER_KB = 1024;
/** Fields of /proc/<pid>/stat, counted after the command name (which may hold spaces and brackets). */
const USER_TICKS_FIELD = 11;
const SYSTEM_TICKS_FIELD = 12;

/** Cost of a running process. Throws ENOENT when it has ended: ask before it is stopped. Linux only. */
export function processCost(pid: number): ProcessCost {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return costFrom(stat, status);
}

/** Cost from the texts of /proc/<pid>/stat and /proc/<pid>/status. */
export function costFrom(stat: string, status: string): ProcessCost {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD]);
  const peakKb = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
  if (Number.isNaN(ticks) || Number.isNaN(peakKb)) throw new Error('the process table has another form than expected');
  return { cpuSeconds: ticks / TICKS_PER_SECOND, peakRssBytes: peakKb * BYTES_PER_KB };
}
