/** Runs the local stack (`stack [--restart]`) or throw-away servers for tests (`servers`) until Ctrl-C or SIGTERM. */
import { runMain } from '@vf/platform';
import { localConfig, workspaceRoot } from './config.js';
import { stackFolders } from './folders.js';
import { RunRecords } from './processes/run-records.js';
import { readyText } from './ready-text.js';
import { vendorFlow } from './stack/definitions.js';
import { runStack, stackHome } from './stack/run-stack.js';
import { startServers } from './test-servers.js';

const EXIT_AFTER_SECOND_SIGNAL = 130;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The first signal stops in order, the second at once: a person who presses Ctrl-C twice does not want to wait. */
function stopOnSignals(killAll: () => void): AbortSignal {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      killAll();
      process.exit(EXIT_AFTER_SECOND_SIGNAL);
    }
    stop.abort(new Error('stopped by a signal'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}

async function stack(restart: boolean): Promise<number> {
  const home = stackHome(workspaceRoot);
  const signal = stopOnSignals(() => new RunRecords(stackFolders(workspaceRoot, home).runRecords).killAll());
  await runStack({
    config: localConfig(),
    definition: vendorFlow,
    root: workspaceRoot,
    home,
    restart,
    signal,
    report: print,
    onReady: (running) => print(readyText(running)),
  });
  return 0;
}

async function servers(): Promise<number> {
  const signal = stopOnSignals(() => undefined);
  const running = await startServers({ signal });
  try {
    for (const [name, value] of Object.entries(running.environment)) print(`export ${name}=${String(value)}`);
    print('# Servers for tests are up. Ctrl-C stops them and removes their data.');
    const stopped = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
    const died = await Promise.race([running.died, stopped]);
    if (died !== undefined) print(`${died} ended by itself.`);
    return died === undefined ? 0 : 1;
  } finally {
    await running.stop();
  }
}

await runMain(() => {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'stack') return stack(rest.includes('--restart'));
  if (command === 'servers') return servers();
  return Promise.reject(new Error(`Unknown command "${command ?? ''}". Use: stack [--restart] | servers`));
});
