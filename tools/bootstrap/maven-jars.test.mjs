import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyJars } from './maven-jars.mjs';

const ANOTHER_SUM = '0'.repeat(64);

test('accepts exactly the listed jars and names every difference', () => {
  const sum = createHash('sha256').update('jar').digest('hex');
  const directory = mkdtempSync(join(tmpdir(), 'vf-jars-'));
  try {
    writeFileSync(join(directory, 'a.jar'), 'jar');
    verifyJars(directory, `${sum}  a.jar\n`, 'the list');
    assert.throws(() => verifyJars(directory, `${sum}  a.jar\n${sum}  b.jar\n`, 'the list'), /b\.jar is missing/);
    assert.throws(() => verifyJars(directory, `${sum}  b.jar\n`, 'the list'), /a\.jar is not in the list/);
    assert.throws(() => verifyJars(directory, `${ANOTHER_SUM}  a.jar\n`, 'the list'), /a\.jar has another checksum/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
