import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { inRoot, root } from './paths.mjs';

/**
 * Runs a program in the clone's root. `show`: its output goes to the terminal, else it is kept and returned.
 * `asks`: it may read what the person types.
 * Resolves to { status, output }; status is 1 when it was ended by a signal. Rejects when it cannot be started.
 */
export function runProcess(command, args, { show = false, asks = false, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      // Not spawn's own `timeout`, whose timer goes on when the program could not be started.
      ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
      stdio: [asks ? 'inherit' : 'ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    // The terminal's Ctrl-C reaches only the first process of the bootstrap, which passes it on, as this one does.
    const passOn = (name) => child.kill(name);
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve({ status: code ?? 1, output });
    });
  });
}

/** Environment in which `node` and the tools are those of the clone, and Nx keeps to itself. */
export function toolEnvironment() {
  return {
    ...process.env,
    PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter),
    NX_DAEMON: 'false',
    NX_NO_CLOUD: 'true',
  };
}

/**
 * Environment in which `node` is the machine's own. `npm start` puts the clone's node_modules/.bin first; `npm ci`
 * removes that folder and would saw off the Node it runs on.
 */
export function machineEnvironment() {
  const own = join('node_modules', '.bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.endsWith(own));
  return { ...process.env, PATH: path.join(delimiter) };
}

/** Runs a tool from node_modules/.bin. */
export function runTool(name, args, options = {}) {
  return runProcess(inRoot('node_modules', '.bin', name), args, { env: toolEnvironment(), ...options });
}

/** Runs Nx; `--output-style=static` keeps it from redrawing lines. */
export function nx(args, options = {}) {
  return runTool('nx', [...args, '--output-style=static'], options);
}
