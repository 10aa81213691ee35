// The checks of `npm run check`, in order: quick ones first.
//   name       given to `npm run check -- <name>` to run it alone
//   what       one line for the reader
//   command    a program of node_modules/.bin and its arguments, run in the clone's root
//   generated  true: runs the generators of tools/checks/generated.mjs with --check, on a database of its own
//   forbidden  words that make it fail even with exit code 0

/** Nx shows a project's warnings only when its task runs, so these words must fail the run that shows them. */
const SKIPPED_BOUNDARIES = /No cached ProjectGraph/;
const nx = (target) => ['nx', 'run-many', '-t', target, '--output-style=static'];

export const steps = [
  {
    name: 'lockfile',
    what: 'package-lock.json installs on every platform and names no registry',
    command: ['node', 'tools/checks/lockfile.mjs'],
  },
  {
    name: 'format',
    what: 'files are formatted (mend: npm run format)',
    command: ['prettier', '--check', '--log-level=warn', '.'],
  },
  {
    name: 'invariants',
    what: 'each invariant names a test that exists',
    command: ['node', 'tools/checks/invariants.mjs'],
  },
  {
    name: 'schemas',
    what: 'readers of the last release can read what the topics hold now',
    command: ['node', 'tools/checks/schemas.mjs'],
  },
  {
    name: 'bootstrap',
    what: 'tests of the bootstrap and of the checks',
    command: ['node', '--test', 'tools/bootstrap/*.test.mjs', 'tools/checks/*.test.mjs'],
  },
  {
    name: 'types',
    what: 'sources and tests type-check',
    command: nx('typecheck'),
  },
  {
    name: 'lint',
    what: 'type-aware lint, no warnings; walls between projects',
    command: nx('lint'),
    forbidden: SKIPPED_BOUNDARIES,
  },
  {
    name: 'imports',
    what: 'walls inside projects: pure domains, no cycles, clients only in their adapters',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'tools', 'infra'],
  },
  {
    name: 'unused',
    what: 'no file, export or dependency that nothing uses',
    command: ['knip', '--no-progress'],
  },
  {
    name: 'walls',
    what: 'each wall refuses a planted violation',
    command: ['node', 'tools/checks/walls.mjs'],
  },
  {
    name: 'generated',
    what: 'database types, error codes, API reference, client and schemas are what their sources give (mend: npm run generate)',
    generated: true,
  },
];
