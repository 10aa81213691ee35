import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyJars } from './kafka-jars.mjs';

const ANOTHER_SUM = '0'.repeat(64);

test('accepts exactly the listed jars and names every difference', () => {
  const sum = createHash('sha256').update('jar').digest('hex');
  const directory = mkdtempSync(join(tmpdir(), 'vf-jars-'));
  try {
    writeFileSync(join(directory, 'a.jar'), 'jar');
    verifyJars(directory, `${sum}  a.jar\n`);
    assert.throws(() => verifyJars(directory, `${sum}  a.jar\n${sum}  b.jar\n`), /b\.jar is missing/);
    assert.throws(() => verifyJars(directory, `${sum}  b.jar\n`), /a\.jar is not in the list/);
    assert.throws(() => verifyJars(directory, `${ANOTHER_SUM}  a.jar\n`), /a\.jar has another checksum/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
