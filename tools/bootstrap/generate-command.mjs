import { buildAll } from './build.mjs';
import { runTool, toolEnvironment } from './run-process.mjs';
import { withTestServers } from './with-test-servers.mjs';
import { generators } from '../checks/generated.mjs';

/**
 * `npm run generate [-- --check]`: runs every generator, on a database of its own. All run, so that one call shows
 * everything that is out of date. Resolves to { status, output }.
 */
export async function generate(args, { show = false } = {}) {
  await buildAll();
  return withTestServers(async (servers) => {
    const env = { ...toolEnvironment(), ...servers };
    const results = [];
    for (const script of generators) results.push(await runTool('node', [script, ...args], { env, show }));
    const status = results.some((result) => result.status !== 0) ? 1 : 0;
    return { status, output: results.map((result) => result.output).join('') };
  });
}
