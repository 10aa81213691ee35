// Lines for the person at the terminal.

/** A prerequisite is missing or a step failed; the message is all that is shown. */
export class BootstrapError extends Error {}

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Runs `work` and prints what it did and how long it took. */
export async function timed(what, work) {
  const startedAt = performance.now();
  say(`${what} ...`);
  const result = await work();
  say(`${what}: done in ${seconds(startedAt)} s`);
  return result;
}

export function seconds(startedAt) {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
