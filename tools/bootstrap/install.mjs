import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BootstrapError, timed } from './console.mjs';
import { inRoot } from './paths.mjs';
import { machineEnvironment, runProcess } from './run-process.mjs';

/** Inside node_modules, so that it goes when node_modules goes. */
const stampFile = inRoot('node_modules', '.vendorflow-lockfile');

/** Installs the packages of the lockfile, unless that has been done for this very lockfile. */
export async function installPackages() {
  const wanted = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  await timed('Installing packages (npm ci)', async () => {
    const { status } = await runProcess('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      show: true,
      env: machineEnvironment(),
    });
    if (status !== 0) throw new BootstrapError('npm ci failed; its own lines above say why.');
    writeFileSync(stampFile, wanted);
  });
}
