// A wall that was never seen to bite may be vacuous: a renamed folder or a mistyped pattern turns a rule off for ever.
// For each rule this plants one file that breaks it, runs the tool, and fails unless the rule is named for that file.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const TOOL_TIMEOUT_MS = 180_000;

/** rule: what the tool must say; file: where the bad code is planted; code: what it says. */
const lintWalls = [
  wall('@nx/enforce-module-boundaries', 'libs/payments/src/domain/planted-context.ts', "import '@vf/fraud';"),
  wall('@nx/enforce-module-boundaries', 'libs/ledger/src/planted-nest.ts', "import '@nestjs/common';"),
  wall(
    '@nx/enforce-module-boundaries',
    'libs/change-capture/src/planted-app.ts',
    "import '../../../apps/fraud/src/index.js';",
  ),
  wall('@nx/enforce-module-boundaries', 'apps/cdc-worker/src/planted-scope.ts', "import '@vf/payments';"),
  wall('@nx/enforce-module-boundaries', 'apps/payments/src/planted-kafka.ts', "import 'kafkajs';"),
  wall('no-restricted-properties', 'libs/payments/src/planted-env.ts', 'export const url = process.env.DATABASE_URL;'),
  wall(
    '@typescript-eslint/no-floating-promises',
    'libs/money/src/planted-promise.ts',
    'export function f(): void { Promise.resolve(1); }',
  ),
  wall('@typescript-eslint/no-explicit-any', 'libs/money/src/planted-any.ts', 'export const x: any = 1;'),
  wall(
    '@typescript-eslint/switch-exhaustiveness-check',
    'libs/money/src/planted-switch.ts',
    "export function f(x: 'a' | 'b'): number { switch (x) { case 'a': return 1; } return 0; }",
  ),
  wall('no-console', 'libs/money/src/planted-console.ts', "console.log('x');"),
  wall(
    'max-lines-per-function',
    'libs/money/src/planted-long.ts',
    `export function f(x: number): number {\n${'  x += 1;\n'.repeat(61)}  return x;\n}`,
  ),
];

const graphWalls = [
  wall('no-cycles', 'libs/money/src/planted-cycle.ts', "import './planted-cycle-back.js';\nexport const a = 1;", {
    'libs/money/src/planted-cycle-back.ts': "import './planted-cycle.js';\nexport const b = 1;",
  }),
  wall('domain-is-pure', 'libs/payments/src/domain/planted-pg.ts', "import 'pg';"),
  wall('kysely-only-in-stores', 'libs/fraud/src/planted-kysely.ts', "import 'kysely';"),
  wall('kafkajs-only-in-event-bus', 'apps/payments/src/planted-kafka.ts', "import 'kafkajs';"),
  wall(
    'logical-replication-only-in-capture',
    'apps/cdc-worker/src/planted-replication.ts',
    "import 'pg-logical-replication';",
  ),
  wall('nest-only-at-the-rim', 'libs/ledger/src/planted-nest.ts', "import '@nestjs/common';"),
  wall('providers-behind-their-port', 'apps/payments/src/http/planted-stripe.ts', "import 'stripe';"),
  wall('testing-only-in-tests', 'libs/payments/src/planted-testing.ts', "import '@vf/testing';"),
  wall('no-inner-barrel', 'libs/money/src/planted-barrel.ts', "import './index.js';"),
  wall('no-orphan-imports', 'libs/money/src/planted-nothing.ts', "import './there-is-no-such-file.js';"),
];

const typeWalls = [wall('TS2322', 'libs/money/src/planted-type.ts', "export const n: number = 'text';")];

const deadCodeWalls = [
  wall('planted-unused.ts', 'libs/money/src/planted-unused.ts', 'export const nobodyImportsThis = 1;'),
];

const formatWalls = [wall('planted-format.ts', 'libs/money/src/planted-format.ts', 'export   const x=1\n')];

function wall(rule, file, code, beside = {}) {
  return { rule, file, files: { [file]: `${code}\n`, ...beside } };
}

const planted = new Set();
function plant(walls) {
  for (const { files } of walls) {
    for (const [file, code] of Object.entries(files)) {
      const path = join(root, file);
      if (existsSync(path) && !planted.has(path)) throw new Error(`${file} exists already; remove it first`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
      planted.add(path);
    }
  }
}
function clear() {
  for (const path of planted) rmSync(path, { force: true });
  planted.clear();
}

function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    timeout: TOOL_TIMEOUT_MS,
    maxBuffer: 2 ** 26,
  });
  if (result.error) throw result.error;
  return result;
}

const filesOf = (walls) => [...new Set(walls.map((w) => w.file))];

/** [file, rule] pairs ESLint reports. */
function lintFindings(walls) {
  const { stdout, stderr } = run(bin('eslint'), ['--format', 'json', '--no-warn-ignored', ...filesOf(walls)]);
  if (/No cached ProjectGraph/.test(stdout + stderr))
    throw new Error('ESLint had no project graph: run it through nx first');
  return JSON.parse(stdout).flatMap((file) => file.messages.map((m) => [file.filePath, m.ruleId]));
}

/** [file, rule] pairs dependency-cruiser reports. */
function graphFindings() {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs', 'tools', 'infra'];
  const report = JSON.parse(run(bin('depcruise'), args).stdout);
  return report.summary.violations.map((v) => [join(root, v.from), v.rule.name]);
}

/** Tools that print `file ... rule` lines. */
const printed = (command, args) => (walls) => {
  const { stdout, stderr } = run(command, args);
  const lines = (stdout + stderr).split('\n');
  return walls.flatMap(({ file, rule }) => {
    const hit = lines.some((line) => line.includes(file.split('/').pop()) && line.includes(rule));
    return hit ? [[join(root, file), rule]] : [];
  });
};

function holds(title, walls, findings) {
  plant(walls);
  let found;
  try {
    found = findings(walls);
  } finally {
    clear();
  }
  // Of a cycle the tool names one member, not always the first.
  const bites = ({ rule, files }) =>
    found.some(([path, name]) => name === rule && Object.keys(files).some((file) => path === join(root, file)));
  const missing = walls.filter((w) => !bites(w));
  for (const { rule, file } of missing) console.error(`wall does not bite: ${rule} let ${file} through`);
  console.log(`${title}: ${walls.length - missing.length} of ${walls.length} walls bite`);
  return missing.length === 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    clear();
    process.exit(1);
  });
}

const ok = [
  holds('lint', lintWalls, lintFindings),
  holds('dependency-cruiser', graphWalls, graphFindings),
  holds('types', typeWalls, printed(bin('tsc'), ['-b', 'libs/money/tsconfig.lib.json', '--pretty', 'false'])),
  holds('unused code', deadCodeWalls, printed(bin('knip'), ['--no-progress', '--include', 'files'])),
  holds('format', formatWalls, printed(bin('prettier'), ['--check', 'libs/money/src'])),
];
// What tsc wrote from the planted file must not stay behind.
rmSync(join(root, 'libs/money/dist/planted-type.js'), { force: true });
process.exit(ok.every(Boolean) ? 0 : 1);
