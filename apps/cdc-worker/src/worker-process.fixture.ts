/** The worker as it is run: a process of its own, built, with settings in its environment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually, testKafka } from '@vf/testing';

export type Settings = Readonly<Record<string, string>>;

const entry = (name: 'main' | 'init') => fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));

/** `id:secret`, as the worker is given it. */
export const PII_HASH_KEYS = 'k1:a-secret-for-tests-a-secret-for-tests';

export interface WorkerProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** GET on the ops port; undefined while nothing listens. */
  get(path: string): Promise<{ status: number; body: string } | undefined>;
  /** What it has written so far. */
  output(): string;
  ready(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Settings for one test's topics and slots; acknowledgements and heartbeats are quick. */
export function workerSettings(prefix: string, databases: Settings): Settings {
  return {
    ...databases,
    KAFKA_BROKERS: testKafka().brokers.join(','),
    TOPIC_PREFIX: prefix,
    PII_HASH_KEYS,
    SLOT_PREFIX: prefix,
    HEARTBEAT_INTERVAL_MS: '200',
    ACKNOWLEDGE_INTERVAL_MS: '200',
    TAKEOVER_AFTER_MS: '1000',
    LOG_LEVEL: 'info',
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function startWorker(settings: Settings): Promise<WorkerProcess> {
  const port = await freePort();
  const { child, output } = launch('main', { ...settings, OPS_PORT: String(port) }, []);
  const get = async (path: string) => {
    try {
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`);
      return { status: response.status, body: await response.text() };
    } catch {
      return undefined;
    }
  };
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const ready = async () => {
    await eventually(
      async () => {
        const answer = await get('/readyz');
        if (answer?.status !== 200) throw new Error(`not ready: ${answer?.body ?? output().slice(-2_000)}`);
      },
      { timeoutMs: 20_000 },
    );
  };
  const dispose = async () => {
    await kill('SIGKILL');
  };
  return { child, output, get, ready, kill, [Symbol.asyncDispose]: dispose };
}

/** Runs init to its end. */
export async function runInit(settings: Settings, args: readonly string[] = []) {
  const { child, output } = launch('init', settings, args);
  await once(child, 'exit');
  return { code: child.exitCode, output: output() };
}

function launch(name: 'main' | 'init', settings: Settings, args: readonly string[]) {
  const child = spawn(process.execPath, [entry(name), ...args], {
    env: { ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => (text += chunk.toString('utf8'));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => text };
}
