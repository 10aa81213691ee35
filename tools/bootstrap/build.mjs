import { BootstrapError, timed } from './console.mjs';
import { nx } from './run-process.mjs';

/** Builds every project; what has not changed comes from the Nx cache. The output is shown only when it fails. */
export async function buildAll() {
  await timed('Building', async () => {
    const { status, output } = await nx(['run-many', '-t', 'build']);
    if (status !== 0) throw new BootstrapError(`The build failed:\n${output}`);
  });
}
