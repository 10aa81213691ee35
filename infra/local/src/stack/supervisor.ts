import { backoffDelayMs, pause } from '@vf/platform';
import { type ManagedProcess, ProcessDied } from '../processes/managed-process.js';

const RESTART_WINDOW_MS = 60_000;
const MAX_RESTARTS_PER_WINDOW = 5;
const RESTART_BACKOFF = { firstMs: 500, longestMs: 10_000 };

/** Starts one process and resolves when it is ready. */
export type StartMember = () => Promise<ManagedProcess>;

export interface SupervisorOptions {
  /** Start dead processes again, instead of ending the stack. */
  restart: boolean;
  /** No watching and no restarts from here on. */
  signal: AbortSignal;
  /** One line for the person at the terminal. */
  report: (line: string) => void;
  /** A process is new. */
  onStarted: (process: ManagedProcess) => void;
  backoff?: { firstMs: number; longestMs: number };
}

/**
 * Watches the processes of a stack. `failed` rejects with the first death that is not mended: any, or with `restart`
 * one too many within a minute (a process that dies again and again needs a person, not another start).
 */
export class Supervisor {
  readonly failed: Promise<never>;
  readonly #options: SupervisorOptions;
  readonly #watches: Promise<void>[] = [];
  #fail: (reason: unknown) => void = () => undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Somebody always awaits it, but perhaps only after the first start has failed.
    this.failed.catch(() => undefined);
  }

  /** Starts a member, waits until it is ready and watches it from then on. */
  async start(name: string, start: StartMember): Promise<ManagedProcess> {
    const process = await start();
    this.#options.onStarted(process);
    this.#watches.push(this.#watch(name, start, process));
    return process;
  }

  /** Resolves when no restart is under way any more; after the signal. */
  async settled(): Promise<void> {
    await Promise.all(this.#watches);
  }

  async #watch(name: string, start: StartMember, first: ManagedProcess): Promise<void> {
    const { signal, report, restart } = this.#options;
    const restarts: number[] = [];
    let death: unknown = await this.#death(first);
    while (!signal.aborted) {
      if (!restart || tooOften(restarts)) {
        this.#fail(death);
        return;
      }
      restarts.push(performance.now());
      report(`${firstLine(death)} Starting ${name} again.`);
      await pause(backoffDelayMs(this.#options.backoff ?? RESTART_BACKOFF, restarts.length), signal);
      death = await this.#startAgain(start);
    }
  }

  /** Gives what ended the new process, or kept it from starting. */
  async #startAgain(start: StartMember): Promise<unknown> {
    try {
      this.#options.signal.throwIfAborted();
      const process = await start();
      this.#options.onStarted(process);
      return await this.#death(process);
    } catch (err) {
      return err;
    }
  }

  /** Resolves when the process has ended, or at the signal. */
  async #death(process: ManagedProcess): Promise<unknown> {
    const stopped = new Promise<undefined>((resolve) => {
      if (this.#options.signal.aborted) resolve(undefined);
      this.#options.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const exit = await Promise.race([process.exited, stopped]);
    return exit && new ProcessDied(process, exit);
  }
}

function tooOften(restarts: number[]): boolean {
  const since = performance.now() - RESTART_WINDOW_MS;
  while (restarts[0] !== undefined && restarts[0] < since) restarts.shift();
  return restarts.length >= MAX_RESTARTS_PER_WINDOW;
}

function firstLine(err: unknown): string {
  const [line = ''] = (err instanceof Error ? err.message : String(err)).split('\n');
  return line.replace(/ Its last log lines:$/, '');
}
