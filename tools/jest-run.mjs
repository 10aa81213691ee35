// Runs one project's tests and leaves the counts in var/test-results, where the test command sums them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIRED_NODE_MAJOR = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (Number(process.versions.node.split('.')[0]) < REQUIRED_NODE_MAJOR) {
  // The system's own Node would miss the Nx cache and run another engine than production does.
  console.error(
    `Tests need Node ${REQUIRED_NODE_MAJOR}; this is ${process.version}. Use "npm test" or "npx nx test <project>".`,
  );
  process.exit(1);
}

const project = JSON.parse(readFileSync('package.json', 'utf8')).nx.name;
const results = join(root, 'var', 'test-results');
const report = join(results, `${project}.jest.json`);
const counts = join(results, `${project}.json`);
mkdirSync(results, { recursive: true });
for (const stale of [report, counts]) rmSync(stale, { force: true });

const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--passWithNoTests',
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
writeCounts();
process.exit(run.status ?? 1);

/** A file whose imports fail counts as one failure: its tests were never seen. */
function writeCounts() {
  let jest;
  try {
    jest = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // Jest writes no report when there is nothing to run; when it broke, no counts are left either.
    if (run.status !== 0) return;
    jest = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };
  }
  rmSync(report, { force: true });
  const summary = {
    passed: jest.numPassedTests,
    failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites,
    skipped: jest.numPendingTests + jest.numTodoTests,
  };
  writeFileSync(counts, `${JSON.stringify(summary)}\n`);
}
