import { inRoot } from './paths.mjs';
import { runProcess, toolEnvironment } from './run-process.mjs';
import { withTestServers } from './with-test-servers.mjs';

/** `npm run compat -- debezium [comparison ...]`, on throw-away servers. Resolves to the exit code. */
export function compatCommand(args) {
  return withTestServers(async (servers) => {
    const env = { ...toolEnvironment(), ...servers };
    return (await runProcess(process.execPath, [inRoot('tools/compat/dist/main.js'), ...args], { show: true, env }))
      .status;
  });
}
