import { readFileSync, rmSync } from 'node:fs';
import { inRoot } from './paths.mjs';

const directory = inRoot('var', 'test-results');

/** A result that an earlier run left must not count for this one. */
export function clearResults() {
  rmSync(directory, { recursive: true, force: true });
}

/** Counts of one project's run, or undefined when it left none. */
export function readResult(project) {
  try {
    return JSON.parse(readFileSync(inRoot('var', 'test-results', `${project}.json`), 'utf8'));
  } catch {
    return undefined;
  }
}

/** One line for each project, and the sum; a project without a result counts as one failure. */
export function summarise(projects, resultOf = readResult) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const lines = projects.map((project) => {
    const result = resultOf(project);
    const { passed, failed, skipped } = result ?? { passed: 0, failed: 1, skipped: 0 };
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    const note = result === undefined ? '   (no result: it did not run to its end)' : '';
    return `  ${project.padEnd(20)} ${counts({ passed, failed, skipped })}${note}`;
  });
  return { lines, sum };
}

export function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
