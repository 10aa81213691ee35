import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../config.js';

const run = promisify(execFile);
const TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const SHOWN_LINES = 15;

export interface OneShot {
  name: string;
  /** From the clone's root. */
  entry: string;
  args?: readonly string[];
  environment: Record<string, string>;
  root: string;
  signal: AbortSignal;
}

/** A command that has to run before the services start has failed. */
export class SetupFailed extends Error {
  override readonly name = 'SetupFailed';
}

/** Runs one of our own programs to its end and gives its standard output. Throws {@link SetupFailed}. */
export async function runOnce({ name, entry, args = [], environment, root, signal }: OneShot): Promise<string> {
  const program = builtEntry(root, entry);
  try {
    const { stdout } = await run(process.execPath, [program, ...args], {
      cwd: root,
      env: { ...inheritedEnvironment, ...environment },
      timeout: TIMEOUT_MS,
      maxBuffer: MAX_OUTPUT_BYTES,
      signal,
    });
    return stdout;
  } catch (err) {
    signal.throwIfAborted();
    const { stdout = '', stderr = '', killed } = err as { stdout?: string; stderr?: string; killed?: boolean };
    const lines = `${stdout}\n${stderr}`.trim().split('\n').slice(-SHOWN_LINES);
    const how = killed ? `did not end within ${TIMEOUT_MS / 1000} s` : 'failed';
    throw new SetupFailed([`${name} ${how}. Its last lines:`, ...lines.map((line) => `    ${line}`)].join('\n'), {
      cause: err,
    });
  }
}

/** Path of a built program. Throws {@link SetupFailed} with what to do when it is not built. */
export function builtEntry(root: string, entry: string): string {
  const program = join(root, entry);
  if (!existsSync(program)) throw new SetupFailed(`${entry} is not there. Run "npm start", which builds it.`);
  return program;
}
