import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootstrapError, say } from './console.mjs';

const POLL_INTERVAL_MS = 200;
const WAIT_LIMIT_MS = 15 * 60_000;

/** Runs `work` while no other bootstrap of this clone runs its own; a lock whose holder is dead does not count. */
export async function withLock(path, work) {
  await acquire(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire(path) {
  mkdirSync(dirname(path), { recursive: true });
  const deadline = performance.now() + WAIT_LIMIT_MS;
  let told = false;
  while (!tryToTake(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) say(`Another command is preparing this clone (process ${holder ?? 'unknown'}); waiting for it ...`);
    told = true;
    if (performance.now() > deadline) {
      throw new BootstrapError(
        `Process ${holder ?? 'unknown'} has been preparing this clone for too long; if it hangs, stop it and remove ${path}.`,
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
}

function tryToTake(path) {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (err) {
    if (err.code === 'EEXIST') return false;
    throw err;
  }
}

/** Undefined while the other has made the file but not yet written its number. */
function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (err) {
    return err.code === 'EPERM';
  }
}
