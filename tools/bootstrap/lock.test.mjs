import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.mjs';

test('lets one work at a time, and passes over the lock of a dead process', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vf-lock-'));
  const path = join(directory, 'lock');
  const NO_SUCH_PROCESS = 2 ** 22 + 1;
  writeFileSync(path, String(NO_SUCH_PROCESS));
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
  };
  try {
    await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)]);
    assert.equal(most, 1);
    assert.equal(existsSync(path), false);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
