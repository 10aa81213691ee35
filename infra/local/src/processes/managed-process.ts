import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './log-tail.js';
import { type RunRecords, signal, type StopSignal } from './run-records.js';

const AFTER_KILL_TIMEOUT_MS = 5_000;

export interface ProcessSpec {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Run as this user; only a root launcher may set it. */
  user?: { uid: number; gid: number };
  /** Receives standard output and error; the file of the run before is kept beside it as `.previous`. */
  logFile: string;
  /** Asks the process to end by itself. Default SIGTERM. */
  stopSignal?: StopSignal;
  /** How long it may take after that signal before it is killed. */
  stopTimeoutMs: number;
  /** Higher layers use lower ones; a later launcher stops what was left from the top. Default 0. */
  layer?: number;
}

/** How a process ended: its exit code, or the signal that ended it. */
export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running child with its own process group and log file, noted so that a later launcher can find it. */
export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<ProcessExit>;
  /** Set once it has ended. */
  exit: ProcessExit | undefined;
  /** Asks it to end, waits, kills it after its time limit. Resolves when it is gone; safe to call again. */
  stop: () => Promise<void>;
  /** Kills it and its children at once. */
  kill: () => void;
}

/** Starts a process. Rejects when the program cannot be run at all; an early exit shows in `exited`. */
export async function startProcess(spec: ProcessSpec, records: RunRecords): Promise<ManagedProcess> {
  const log = openLog(spec.logFile);
  const child = spawn(spec.command, [...spec.args], {
    env: spec.env,
    // A group of its own: Ctrl-C in the terminal reaches the launcher alone, which stops everything in order.
    detached: true,
    stdio: ['ignore', log, log],
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...spec.user,
  });
  closeSync(log);
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signalName) => resolve({ code, signal: signalName }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return manage(spec, child.pid ?? 0, exited, records);
}

function manage(spec: ProcessSpec, pid: number, exited: Promise<ProcessExit>, records: RunRecords): ManagedProcess {
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const { name, stopTimeoutMs, layer = 0 } = spec;
  records.note({ name, pid, stopSignal, stopTimeoutMs, layer });
  const managed: ManagedProcess = {
    name,
    pid,
    logFile: spec.logFile,
    exited,
    exit: undefined,
    kill: () => {
      if (!managed.exit) signal(-pid, 'SIGKILL');
    },
    stop: async () => {
      if (managed.exit) return;
      signal(pid, stopSignal);
      if (await endsWithin(exited, stopTimeoutMs)) return;
      managed.kill();
      await endsWithin(exited, AFTER_KILL_TIMEOUT_MS);
    },
  };
  void exited.then((exit) => {
    managed.exit = exit;
    records.forget(spec.name);
  });
  return managed;
}

async function endsWithin(exited: Promise<ProcessExit>, limitMs: number): Promise<boolean> {
  const stop = new AbortController();
  try {
    const timeUp = sleep(limitMs, false, { signal: stop.signal }).catch(() => false);
    return await Promise.race([exited.then(() => true), timeUp]);
  } finally {
    stop.abort();
  }
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  try {
    renameSync(path, `${path}.previous`);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') throw err;
  }
  return openSync(path, 'a');
}

/** A process ended that should have gone on, or a one-shot command failed. The message holds its last log lines. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';

  constructor(process: Pick<ManagedProcess, 'name' | 'logFile'>, exit: ProcessExit) {
    const how = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code ?? 'unknown'}`;
    const lines = lastLines(process.logFile).map((line) => `    ${line}`);
    super([`${process.name} ${how}. Its last log lines:`, ...lines, `  The whole log: ${process.logFile}`].join('\n'));
  }
}
