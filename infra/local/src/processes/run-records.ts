import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identify, isRunning, type ProcessIdentity } from './identity.js';

const POLL_INTERVAL_MS = 50;
const RECORD_SUFFIX = '.json';
const CLAIM_ATTEMPTS = 3;

const recordSchema = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  startedAt: z.string(),
  stopSignal: z.enum(['SIGINT', 'SIGTERM']),
  stopTimeoutMs: z.number().positive(),
  /** Higher layers use lower ones and are stopped first. */
  layer: z.number().int(),
});
type RunRecord = z.output<typeof recordSchema>;

export type StopSignal = RunRecord['stopSignal'];

const LAUNCHER_STOP = { stopSignal: 'SIGTERM', stopTimeoutMs: 1_000, layer: 9 } as const;

/**
 * Notes of the processes that a launcher has running, one file each, so that the next launcher finds what a killed one
 * left behind. Written synchronously right after the spawn.
 */
export class RunRecords {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  note(process: Omit<RunRecord, 'startedAt'>): void {
    const identity = identify(process.pid);
    if (!identity) return; // Already gone: nothing will be left behind.
    const record: RunRecord = { ...process, ...identity };
    writeFileSync(this.#path(record.name), JSON.stringify(record));
  }

  /**
   * Notes this very process as the only one under `name`. False when another one that is running has it: two launchers
   * on the same data would take each other's processes for leftovers.
   */
  claim(name: string): boolean {
    const own = identify(process.pid);
    const record: RunRecord = { name, pid: process.pid, startedAt: own?.startedAt ?? '', ...LAUNCHER_STOP };
    for (let attempt = 0; attempt < CLAIM_ATTEMPTS; attempt += 1) {
      try {
        writeFileSync(this.#path(name), JSON.stringify(record), { flag: 'wx' });
        return true;
      } catch (err) {
        if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
      }
      if (this.running(name)) return false;
      this.forget(name);
    }
    return false;
  }

  forget(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  /** The process noted under this name, if it is running. */
  running(name: string): ProcessIdentity | undefined {
    const record = this.#read(`${name}${RECORD_SUFFIX}`);
    return record && isRunning(record) ? record : undefined;
  }

  /**
   * Stops everything noted that is still the same process, highest layer first, and forgets it; spares the process that
   * calls. Each gets its signal, its time limit, then SIGKILL. Gives the names of what it stopped.
   */
  async stopAll(): Promise<string[]> {
    const { files, left } = this.#others();
    for (const layer of [...new Set(left.map((record) => record.layer))].sort((a, b) => b - a)) {
      await Promise.all(left.filter((record) => record.layer === layer).map(stopProcess));
    }
    for (const file of files) rmSync(join(this.#directory, file), { force: true });
    return left.map(({ name }) => name);
  }

  /** Kills at once, without giving anything time to finish. */
  killAll(): void {
    for (const { pid } of this.#others().left) signal(-pid, 'SIGKILL');
  }

  #others(): { files: string[]; left: RunRecord[] } {
    const found = readdirSync(this.#directory)
      .filter((file) => file.endsWith(RECORD_SUFFIX))
      .map((file) => ({ file, record: this.#read(file) }))
      .filter(({ record }) => record?.pid !== process.pid);
    const left = found.flatMap(({ record }) => record ?? []).filter(isRunning);
    return { files: found.map(({ file }) => file), left };
  }

  #path(name: string): string {
    return join(this.#directory, `${name}${RECORD_SUFFIX}`);
  }

  /** An unreadable note counts as none: half-written by a launcher that was killed. */
  #read(file: string): RunRecord | undefined {
    try {
      const parsed = recordSchema.safeParse(JSON.parse(readFileSync(join(this.#directory, file), 'utf8')));
      return parsed.success ? parsed.data : undefined;
    } catch {
      return undefined;
    }
  }
}

async function stopProcess(record: RunRecord): Promise<void> {
  signal(record.pid, record.stopSignal);
  const deadline = performance.now() + record.stopTimeoutMs;
  while (isRunning(record) && performance.now() < deadline) await sleep(POLL_INTERVAL_MS);
  // Every managed process leads its own group, so this reaches its children as well.
  if (isRunning(record)) signal(-record.pid, 'SIGKILL');
  while (isRunning(record) && performance.now() < deadline + record.stopTimeoutMs) await sleep(POLL_INTERVAL_MS);
}

/** Sends a signal; a process that has just ended is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}
