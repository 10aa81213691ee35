/** How a process runs its long-running parts and stops them. */
import type { Log } from './logger.js';

/** A long-running part: `run` resolves when it has drained after the signal, and rejects when it is broken. */
export interface Service {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}

export interface RunOptions {
  readonly log: Log;
  /** How long the parts may drain after the stop before the process gives up, in milliseconds. */
  readonly drainTimeoutMs: number;
  /** Closed after every part has stopped: pools and clients that the parts shared. */
  readonly close?: () => Promise<void>;
}

/**
 * Runs the parts until SIGTERM, SIGINT, or until one of them ends or breaks; then stops all the others.
 * Resolves to the exit code: 0 after a signal and a clean drain, 1 when a part broke or did not drain in time.
 */
export async function runServices(services: readonly Service[], options: RunOptions): Promise<number> {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    options.log.info({ signal: name }, 'stopping on signal');
    stop.abort();
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  const broken: string[] = [];
  const running = services.map(async (service) => {
    try {
      await service.run(stop.signal);
      if (!stop.signal.aborted) options.log.warn({ part: service.name }, 'a part ended by itself, stopping the rest');
    } catch (err) {
      broken.push(service.name);
      options.log.error({ part: service.name, err }, 'a part broke, stopping the process');
    }
    stop.abort();
  });
  const drained = await settleWithin(running, stop.signal, options.drainTimeoutMs);
  if (!drained) options.log.error({ drainTimeoutMs: options.drainTimeoutMs }, 'parts did not drain in time');
  const closed = await closeWithin(options.close, Math.max(options.drainTimeoutMs, LEAST_CLOSE_LIMIT_MS));
  if (!closed) options.log.error({}, 'what the parts shared did not close in time');
  process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
  return broken.length > 0 || !drained || !closed ? 1 : 0;
}

const LEAST_CLOSE_LIMIT_MS = 1_000;
const REQUIRED_NODE_MAJOR = 24;

/** False when the limit passed: a pool whose server is gone may wait for ever for its connections. */
async function closeWithin(close: RunOptions['close'], limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, limitMs, false)));
  try {
    return await Promise.race([Promise.resolve(close?.()).then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for all; from the stop on, no longer than the limit. False when the limit passed. */
async function settleWithin(running: Promise<void>[], stopped: AbortSignal, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    const start = () => (timer = setTimeout(resolve, limitMs, false));
    if (stopped.aborted) start();
    else stopped.addEventListener('abort', start, { once: true });
  });
  const all = Promise.all(running).then(() => true);
  try {
    return await Promise.race([all, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The `main` of a process: loads, runs and exits. A fault while starting (ConfigError among them) is printed as its
 * message alone, because a stack trace hides the sentence that tells what to mend.
 */
export async function runMain(start: () => Promise<number>): Promise<void> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < REQUIRED_NODE_MAJOR) {
    // An older engine would come up and fail later, at the first thing it does not know.
    process.stderr.write(`This process needs Node ${REQUIRED_NODE_MAJOR}; this is ${process.version}.\n`);
    process.exit(1);
  }
  try {
    process.exit(await start());
  } catch (err) {
    process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n`);
    process.exit(1);
  }
}
