/** The real stack, as `npm start -- --restart` runs it, on data of its own under var/test. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { localConfig, readRunningStack, runStack, vendorFlow, workspaceRoot } from '@vf/local';
import { accessTo, type StackAccess } from '@vf/demo';

const START_TIMEOUT_MS = 120_000;

export interface RunningStack extends AsyncDisposable {
  readonly access: StackAccess;
  /** Process id of a service or server by its name, as of now. Throws when there is none. */
  pidOf(name: string): number;
  /** What the launcher has reported so far. */
  readonly reports: readonly string[];
}

/** VendorFlow with other settings of the capture worker. */
function withWorkerSettings(settings: Readonly<Record<string, string>>): typeof vendorFlow {
  const services = vendorFlow.services.map((service) => {
    if (service.name !== 'cdc-worker') return service;
    const environment: typeof service.environment = (values) => ({ ...service.environment(values), ...settings });
    return { ...service, environment };
  });
  return { ...vendorFlow, services };
}

/** Resolves when every service is ready; dispose stops everything and removes the data. */
export async function runningStack(workerSettings: Readonly<Record<string, string>> = {}): Promise<RunningStack> {
  const parent = join(workspaceRoot, 'var/test');
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, 'system-'));
  const stop = new AbortController();
  const reports: string[] = [];
  const ready = Promise.withResolvers<undefined>();
  const running = runStack({
    // Nothing from the environment: the tests' own servers must not be taken for the stack's.
    config: localConfig({}),
    definition: withWorkerSettings(workerSettings),
    root: workspaceRoot,
    home,
    restart: true,
    signal: stop.signal,
    report: (line) => reports.push(line),
    onReady: () => ready.resolve(undefined),
  });
  running.catch((err: unknown) => ready.reject(err));
  const timer = setTimeout(() => ready.reject(new Error(`not ready: ${reports.join(' ')}`)), START_TIMEOUT_MS);
  const end = async () => {
    stop.abort(new Error('the test is over'));
    await running.catch(() => undefined);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await ready.promise;
  } catch (err) {
    await end();
    throw err;
  } finally {
    clearTimeout(timer);
  }
  const describe = () => {
    const description = readRunningStack(workspaceRoot, home);
    if (!description) throw new Error('the stack does not describe itself');
    return description;
  };
  return {
    access: accessTo(describe()),
    reports,
    pidOf(name) {
      const found = describe().processes.find((process) => process.name === name);
      if (!found) throw new Error(`the stack runs no ${name}`);
      return found.pid;
    },
    [Symbol.asyncDispose]: end,
  };
}
