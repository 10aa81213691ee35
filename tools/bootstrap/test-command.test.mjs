import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseProjects } from './test-command.mjs';
import { counts, summarise } from './test-results.mjs';

test('leading words are projects, the rest is for Jest', () => {
  const known = ['fraud', 'payments'];
  assert.deepEqual(chooseProjects([], known), { projects: known, jestArguments: [] });
  assert.deepEqual(chooseProjects(['payments', '-t', 'refund'], known), {
    projects: ['payments'],
    jestArguments: ['-t', 'refund'],
  });
  assert.throws(
    () => chooseProjects(['paymets'], known),
    /No project named paymets\. Projects with tests: fraud, payments/,
  );
});

test('sums the counts; a project that left no result counts as a failure', () => {
  const results = { money: { passed: 3, failed: 0, skipped: 1 }, fraud: { passed: 2, failed: 1, skipped: 0 } };
  const { lines, sum } = summarise(['fraud', 'ledger', 'money'], (project) => results[project]);
  assert.equal(counts(sum), '5 passed, 2 failed, 1 skipped');
  assert.match(lines[1], /ledger .*0 passed, 1 failed, 0 skipped.*did not run to its end/);
});
