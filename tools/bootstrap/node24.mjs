import { spawn } from 'node:child_process';
import { stopWhenOrphaned } from './orphan.mjs';
import { inRoot, root } from './paths.mjs';
import { toolEnvironment } from './run-process.mjs';

/**
 * Runs the command on the Node that npm has installed and resolves to its exit code. Signals are passed on and this
 * process stays until the child has ended: it is the child that stops databases and services in order.
 */
export function runOnNode24(command, args) {
  const child = spawn(
    inRoot('node_modules', '.bin', 'node'),
    [inRoot('tools/bootstrap/commands.mjs'), command, ...args],
    {
      cwd: root,
      env: toolEnvironment(),
      stdio: 'inherit',
      // A group of its own, so that Ctrl-C arrives once (from here) and not twice (from the terminal as well).
      detached: true,
    },
  );
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => child.kill(name === 'SIGHUP' ? 'SIGTERM' : name));
  }
  // Started by hand, the parent is a shell, which may well end before.
  if (process.env.npm_lifecycle_event) stopWhenOrphaned();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
