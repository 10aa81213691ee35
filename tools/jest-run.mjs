// Runs one project's tests and leaves the counts in var/test-results, where the test command sums them.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
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

const name = process.env.npm_package_name?.replace('@vf/', '') ?? 'unnamed';
const results = join(root, 'var', 'test-results');
mkdirSync(results, { recursive: true });
const run = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--passWithNoTests',
    '--json',
    `--outputFile=${join(results, `${name}.json`)}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
process.exit(run.status ?? 1);
