import { globSync, rmSync } from 'node:fs';
import { BootstrapError, say, seconds, timed } from './console.mjs';
import { inRoot, root } from './paths.mjs';
import { nx } from './run-process.mjs';

/**
 * Builds every project; what has not changed comes from the Nx cache. The output is shown only when it fails, and it
 * counts as failed only when it fails from nothing too: outputs of another commit, in dist or in the cache, can make a
 * sound tree fail, and a person who has just pulled must not have to know that.
 */
export async function buildAll() {
  const startedAt = performance.now();
  say('Building ...');
  const built = (await nx(['run-many', '-t', 'build'])).status === 0;
  say(`Building: ${built ? 'done' : 'failed'} in ${seconds(startedAt)} s`);
  if (built) return;
  say('Trying once more from nothing, in case old outputs are at fault.');
  for (const folder of globSync('{apps,libs,infra,tools}/*/{dist,out-tsc}', { cwd: root })) {
    rmSync(inRoot(folder), { recursive: true, force: true });
  }
  const { status, output } = await timed('Building from nothing', () =>
    nx(['run-many', '-t', 'build', '--skip-nx-cache']),
  );
  if (status !== 0) throw new BootstrapError(`The build failed:\n${output}`);
}
