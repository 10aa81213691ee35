/** The commands of the launcher. Each runs until Ctrl-C or SIGTERM and resolves to its exit code. */
import { localConfig, workspaceRoot } from './config.js';
import { stackFolders } from './folders.js';
import { RunRecords } from './processes/run-records.js';
import { readyText } from './ready-text.js';
import { vendorFlow } from './stack/definitions.js';
import { runStack, stackHome } from './stack/run-stack.js';
import { startServers } from './test-servers.js';

const EXIT_AFTER_SECOND_SIGNAL = 130;
/** One Ctrl-C may arrive twice: from the terminal and passed on by npm. */
const SAME_SIGNAL_MS = 1_000;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** `npm start [-- --restart]`: the whole stack of this clone. */
export function stackCommand(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--restart');
  return exitCode(async () => {
    if (unknown.length > 0) throw new Error(`Unknown argument ${unknown.join(' ')}. There is: --restart`);
    const home = stackHome(workspaceRoot);
    await runStack({
      config: localConfig(),
      definition: vendorFlow,
      root: workspaceRoot,
      home,
      restart: args.includes('--restart'),
      signal: stopOnSignals(() => new RunRecords(stackFolders(workspaceRoot, home).runRecords).killAll()),
      report: print,
      onReady: (running) => print(readyText(running)),
    });
  });
}

/** `npm run servers`: PostgreSQL and Kafka for tests, with lines to paste into a shell. */
export function serversCommand(): Promise<number> {
  return exitCode(async () => {
    const signal = stopOnSignals(() => undefined);
    const running = await startServers({ signal });
    try {
      for (const [name, value] of Object.entries(running.environment)) print(`export ${name}=${String(value)}`);
      print('# Servers for tests are up. Ctrl-C stops them and removes their data.');
      const stopped = new Promise<undefined>((resolve) => {
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      const died = await Promise.race([running.died, stopped]);
      if (died !== undefined) throw new Error(`${died} ended by itself.`);
    } finally {
      await running.stop();
    }
  });
}

async function exitCode(work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (err) {
    process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n`);
    return 1;
  }
}

/** The first signal stops in order, a later one at once: who presses Ctrl-C again does not want to wait. */
function stopOnSignals(killAll: () => void): AbortSignal {
  const stop = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      stop.abort(new Error('stopped by a signal'));
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      killAll();
      process.exit(EXIT_AFTER_SECOND_SIGNAL);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return stop.signal;
}
