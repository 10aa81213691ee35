import { globSync } from 'node:fs';
import { BootstrapError, say, seconds } from './console.mjs';
import { inRoot } from './paths.mjs';
import { allProjects } from './projects.mjs';
import { nx, toolEnvironment } from './run-process.mjs';
import { clearResults, counts, summarise } from './test-results.mjs';
import { withTestServers } from './with-test-servers.mjs';

/**
 * `npm test [-- project ... [jest arguments]]`: runs the tests of all or the named projects against servers of their
 * own and ends with the line `N passed, N failed, N skipped`. Resolves to the exit code.
 */
export async function testCommand(args) {
  return runTests(chooseProjects(args, testedProjects()), {});
}

/**
 * `npm run soak [-- project ... [jest arguments]]`: the long forms of fault tests, `*.soak.test.ts`, one project after
 * the other, because each loads the machine by itself. Resolves to the exit code.
 */
export async function soakCommand(args) {
  const { projects, jestArguments } = chooseProjects(args, soakedProjects());
  // Never from the cache: what happens by chance is what they look for.
  return runTests({ projects, jestArguments: ['--runInBand', ...jestArguments] }, { VF_TEST_TIER: 'soak' });
}

async function runTests({ projects, jestArguments }, environment) {
  const startedAt = performance.now();
  clearResults();
  const status = await withTestServers(async (servers) => {
    const env = { ...toolEnvironment(), ...servers, ...environment };
    const command = ['run-many', '-t', 'test', '-p', projects.join(',')];
    // Given arguments select tests, so that a cached whole run would be the wrong answer.
    const selected = jestArguments.length > 0 ? ['--skip-nx-cache', '--', ...jestArguments] : [];
    return (await nx([...command, ...selected], { show: true, env })).status;
  });
  const { lines, sum } = summarise(projects);
  say(`\nTests by project (${seconds(startedAt)} s in all):`);
  lines.forEach(say);
  say('');
  say(counts(sum));
  return status === 0 && sum.failed === 0 ? 0 : 1;
}

function testedProjects() {
  return allProjects()
    .filter(({ scripts }) => scripts.test)
    .map(({ name }) => name);
}

function soakedProjects() {
  return allProjects()
    .filter(({ folder }) => globSync('src/**/*.soak.test.ts', { cwd: inRoot(folder) }).length > 0)
    .map(({ name }) => name);
}

/** Leading words name projects; from the first option on, everything is for Jest. */
export function chooseProjects(args, known) {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption === -1 ? args : args.slice(0, firstOption);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new BootstrapError(`No project named ${unknown.join(', ')}. Projects with tests: ${known.join(', ')}.`);
  }
  return {
    projects: names.length > 0 ? names : known,
    jestArguments: firstOption === -1 ? [] : args.slice(firstOption),
  };
}
