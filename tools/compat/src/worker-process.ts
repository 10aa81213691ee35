/** The real capture worker as it is deployed: a process of its own whose pipelines a file declares. */
import {
  freePorts,
  inheritedEnvironment,
  type ManagedProcess,
  ProcessDied,
  startProcess,
  throwAwayHome,
  waitUntilReady,
  workspaceRoot,
} from '@vf/local';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** Its messages would be changes that another reader of the same database has at other places. */
const HEARTBEAT_INTERVAL_MS = 3_600_000;
const ENTRY = join(workspaceRoot, 'apps/cdc-worker/dist/main.js');
const FOLDER = join(workspaceRoot, 'var/compat');
/** The setting that the pipelines name as their database. */
export const DATABASE_SETTING = 'COMPAT_DATABASE_URL';

export interface WorkerOptions {
  /** Name of the process and of its log under var/compat/logs. */
  readonly name: string;
  readonly databaseUrl: string;
  /** `host:port,host:port`. */
  readonly brokers: string;
  /** Of the positions topic; of the pipelines that do not say otherwise too. */
  readonly topicPrefix: string;
  /** In the form of PIPELINES_FILE. */
  readonly pipelines: readonly Readonly<Record<string, unknown>>[];
  /** Further settings, by their names in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RunningWorker extends AsyncDisposable {
  readonly logFile: string;
  /** Throws when the process has ended, or a pipeline has stopped. */
  check(): Promise<void>;
}

/** Starts the worker, and resolves when every pipeline streams. Disposing ends it in order. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const home = await throwAwayHome(join(FOLDER, 'runs'));
  try {
    const [port = 0] = await freePorts(1);
    const process = await startProcess(
      {
        name: options.name,
        command: globalThis.process.execPath,
        args: [ENTRY],
        env: { ...inheritedEnvironment, ...(await settings(home.folder, port, options)) },
        logFile: join(FOLDER, 'logs', `${options.name}.log`),
        stopTimeoutMs: STOP_TIMEOUT_MS,
      },
      home.records,
    );
    const check = () => checkWorker(process, port);
    await waitUntilReady({
      process,
      probe: () => allStream(port),
      timeoutMs: START_TIMEOUT_MS,
      signal: new AbortController().signal,
    });
    const dispose = async () => {
      await process.stop();
      await home.remove();
    };
    return { logFile: process.logFile, check, [Symbol.asyncDispose]: dispose };
  } catch (err) {
    await home.remove();
    throw err;
  }
}

async function settings(folder: string, port: number, options: WorkerOptions) {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'pipelines.json');
  await writeFile(file, JSON.stringify({ pipelines: options.pipelines }));
  return {
    PIPELINES_FILE: file,
    [DATABASE_SETTING]: options.databaseUrl,
    KAFKA_BROKERS: options.brokers,
    TOPIC_PREFIX: options.topicPrefix,
    SLOT_PREFIX: options.topicPrefix,
    HEARTBEAT_INTERVAL_MS: String(HEARTBEAT_INTERVAL_MS),
    OPS_PORT: String(port),
    ...options.settings,
  };
}

async function allStream(port: number): Promise<void> {
  const states = [...(await get(port, '/metrics')).matchAll(/^vf_capture_streaming\{.*\} (\d)$/gm)];
  if (states.length > 0 && states.every(([, value]) => value === '1')) return;
  throw new Error(`the worker does not stream yet: ${await get(port, '/readyz')}`);
}

async function checkWorker(process: ManagedProcess, port: number): Promise<void> {
  if (process.exit) throw new ProcessDied(process, process.exit);
  if (!/^vf_capture_stopped\{.*\} 1$/m.test(await get(port, '/metrics'))) return;
  throw new Error(`${process.name} has stopped: ${await get(port, '/readyz')}\n  Its log: ${process.logFile}`);
}

async function get(port: number, path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  return answer.text();
}
