import { BootstrapError, say, seconds } from './console.mjs';
import { generate } from './generate-command.mjs';
import { runTool } from './run-process.mjs';
import { steps } from '../checks/steps.mjs';

/**
 * `npm check [-- step ...]`: runs the checks of tools/checks/steps.mjs in order, one line each; what a failed one
 * printed follows its line. All run, so that one call shows every fault. Resolves to the exit code.
 */
export async function checkCommand(args) {
  const unknown = args.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new BootstrapError(
      `No check named ${unknown.join(', ')}. Checks: ${steps.map(({ name }) => name).join(', ')}.`,
    );
  }
  const failed = [];
  for (const step of args.length > 0 ? steps.filter(({ name }) => args.includes(name)) : steps) {
    if (!(await runStep(step))) failed.push(step.name);
  }
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}. See above.`);
  return failed.length === 0 ? 0 : 1;
}

async function runStep({ name, what, command, generated, forbidden }) {
  const startedAt = performance.now();
  const { status, output } = generated ? await generate(['--check']) : await runTool(command[0], command.slice(1));
  const found = forbidden?.exec(output)?.[0];
  const passed = status === 0 && found === undefined;
  say(`${passed ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${what} (${seconds(startedAt)} s)`);
  if (!passed) say(output.trimEnd());
  if (found !== undefined) say(`The output holds "${found}", so the check did not look at everything.`);
  return passed;
}
