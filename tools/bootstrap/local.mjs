import { BootstrapError } from './console.mjs';
import { inRoot } from './paths.mjs';
import { nx } from './run-process.mjs';

/** The launcher of servers and services (infra/local), built if need be. */
export async function local() {
  const { status, output } = await nx(['run', 'local:build']);
  if (status !== 0) throw new BootstrapError(`infra/local does not build:\n${output}`);
  return import(inRoot('infra/local/dist/index.js'));
}
