/** A built program of the workspace, as it is run: a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot } from '@vf/local';

export interface BuiltProgram extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Its exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
  stdout(): string;
  stderr(): string;
}

/** `entry` from the clone's root. Nobody is at its standard input. Disposing kills it. */
export function startBuilt(
  entry: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): BuiltProgram {
  const child = spawn(process.execPath, [join(workspaceRoot, entry), ...args], {
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const exited = once(child, 'close').then(() => child.exitCode);
  return {
    child,
    exited,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}
