import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Which process a number stood for when it was noted. Numbers are given out again, so a number alone must never be
 * signalled: after a restart of the machine it may be somebody's editor.
 */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal only for the same process. */
  startedAt: string;
}

const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** Fields of /proc/<pid>/stat, counted after the command name (which may hold spaces and brackets). */
const STATE_FIELD = 0;
const START_TICKS_FIELD = 19;

/** The process that has this number now, or undefined when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Is the noted process still running? */
export function isRunning(noted: ProcessIdentity): boolean {
  return identify(noted.pid)?.startedAt === noted.startedAt;
}

function startOnLinux(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[STATE_FIELD] === 'Z') return undefined;
  return `${readOrUndefined(BOOT_ID)?.trim() ?? ''}/${fields[START_TICKS_FIELD] ?? ''}`;
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
