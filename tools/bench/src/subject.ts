/** Something that captures changes and is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CaptureRun {
  /** Of this run's topics and slot: lower-case letters, digits and underscores. */
  readonly prefix: string;
  readonly databaseUrl: string;
  readonly brokers: string;
  /** Records that the run is to publish; some subjects end by themselves after them. */
  readonly expected: number;
}

export interface Subject {
  readonly name: string;
  /** Makes slot and whatever else must be there before the first row. */
  prepare(run: CaptureRun): Promise<void>;
  start(run: CaptureRun): Promise<RunningCapture>;
}

export interface RunningCapture {
  readonly pid: number;
  /** Throws when it captures no more, with what it said last. */
  requireAlive(): void;
  stop(): Promise<void>;
}

const LAST_OUTPUT = 4_000;
const STOP_LIMIT_MS = 15_000;

/** A process that is measured and then ended. */
export class RunningProcess implements RunningCapture {
  readonly #child: ChildProcess;
  #output = '';

  constructor(
    private readonly name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.#child = spawn(command, [...args], { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => (this.#output = (this.#output + chunk.toString('utf8')).slice(-LAST_OUTPUT));
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.#child.on('error', (err) => (this.#output += err.message));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Throws when it has ended by itself, with the end of what it wrote. */
  requireAlive(): void {
    if (this.#ended) throw new Error(`${this.name} has ended: ${this.#output}`);
  }

  /** Resolves when it has ended by itself. Throws when it failed. */
  async finished(): Promise<void> {
    if (!this.#ended) await once(this.#child, 'exit');
    if (this.#child.exitCode !== 0) throw new Error(`${this.name} has failed: ${this.#output}`);
  }

  async stop(): Promise<void> {
    if (this.#ended) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(kill);
  }
}
