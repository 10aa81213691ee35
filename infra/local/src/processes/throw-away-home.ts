import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RunRecords } from './run-records.js';

/** Who made the folder: it must be dead before another run may clear it away. */
const LAUNCHER = 'launcher';
const NAME_BYTES = 4;

/** A folder for one run, with notes of the processes that use it. */
export interface ThrowAwayHome {
  folder: string;
  records: RunRecords;
  /** Stops every process noted and removes the folder. */
  remove: () => Promise<void>;
}

/**
 * Makes a folder of its own below `all`, after clearing away what runs that were killed left there, processes and files;
 * runs that are alive are left alone.
 */
export async function throwAwayHome(all: string): Promise<ThrowAwayHome> {
  await clearDeadRuns(all);
  const folder = join(all, randomBytes(NAME_BYTES).toString('hex'));
  const records = recordsOf(folder);
  records.claim(LAUNCHER);
  const remove = async (): Promise<void> => {
    await records.stopAll();
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, records, remove };
}

const recordsOf = (folder: string) => new RunRecords(join(folder, 'run'));

async function clearDeadRuns(all: string): Promise<void> {
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    const folder = join(all, name);
    const records = recordsOf(folder);
    if (records.running(LAUNCHER)) continue;
    await records.stopAll();
    await rm(folder, { recursive: true, force: true });
  }
}
