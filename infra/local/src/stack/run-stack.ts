import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalConfig } from '../config.js';
import { type StackFolders, stackFolders } from '../folders.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { RunRecords } from '../processes/run-records.js';
import { Secrets } from '../secrets.js';
import type { StackDefinition } from './definitions.js';
import { removeStackFile, writeStackFile } from './stack-file.js';
import { chooseStackPorts, type StackPorts } from './stack-ports.js';
import { type ReadyStack, startStack } from './start-stack.js';
import { Supervisor, type SupervisorOptions } from './supervisor.js';

const LAUNCHER = 'launcher';

export interface StackOptions extends Pick<SupervisorOptions, 'restart' | 'report' | 'backoff'> {
  config: LocalConfig;
  definition: StackDefinition;
  /** The clone. */
  root: string;
  /** Folder for data, logs and secrets: var/local of the clone. */
  home: string;
  /** Stops the stack. */
  signal: AbortSignal;
  /** Called once everything is ready. */
  onReady: (running: ReadyStack) => void;
}

/** Another launcher runs a stack on the same data. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Runs the whole stack until the signal, then stops it, services before servers. Rejects when something cannot start
 * or dies, after everything that was started has been stopped, with a message for the person at the terminal.
 */
export async function runStack(options: StackOptions): Promise<void> {
  const folders = stackFolders(options.root, options.home);
  mkdirSync(options.home, { recursive: true });
  const records = new RunRecords(folders.runRecords);
  claim(records);
  try {
    const left = await records.stopAll();
    if (left.length > 0) options.report(`Stopped what an earlier launcher had left running: ${left.join(', ')}.`);
    await runUntilStopped(options, folders, records);
  } catch (err) {
    if (!options.signal.aborted) throw err;
  } finally {
    removeStackFile(folders.stackFile);
    records.forget(LAUNCHER);
  }
}

async function runUntilStopped(options: StackOptions, folders: StackFolders, records: RunRecords): Promise<void> {
  // Ends starting and watching when a part dies too, not only at the caller's signal.
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const file = new LiveStackFile(folders.stackFile);
  const supervisor = new Supervisor({ ...options, signal, onStarted: (process) => file.add(process) });
  let ports: StackPorts | undefined;
  const start = async (): Promise<void> => {
    const { config, definition, root, report } = options;
    ports = await chooseStackPorts(config, definition.services);
    ports.moves.forEach(report);
    const secrets = new Secrets(folders.secretsFile);
    const ready = await startStack({
      ...{ config, definition, root, folders, ports, records, secrets, supervisor, signal, report },
      giveUp: (reason) => ending.abort(reason),
    });
    file.describe(ready);
    options.onReady(ready);
    await aborted(signal);
  };
  const started = start();
  try {
    await Promise.race([started, supervisor.failed]);
  } finally {
    ending.abort(new Error('the stack is being stopped'));
    options.report('Stopping ...');
    await Promise.allSettled([started, supervisor.settled()]);
    await records.stopAll();
    ports?.release();
    options.report('Everything is stopped.');
  }
}

function claim(records: RunRecords): void {
  if (records.claim(LAUNCHER)) return;
  const pid = records.running(LAUNCHER)?.pid ?? 'unknown';
  throw new AlreadyRunning(`A stack already runs from this clone (process ${pid}). Stop it first: kill ${pid}`);
}

/** Keeps var/local/stack.json, by which other programs find the stack, up to date: process ids change at restarts. */
class LiveStackFile {
  readonly #path: string;
  readonly #processes = new Map<string, ManagedProcess>();
  #ready: ReadyStack | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(process: ManagedProcess): void {
    this.#processes.set(process.name, process);
    this.#write();
  }

  describe(ready: ReadyStack): void {
    this.#ready = ready;
    this.#write();
  }

  #write(): void {
    if (!this.#ready) return;
    // The key stays in the file of secrets alone.
    const { apiKey: _apiKey, ...description } = this.#ready;
    const processes = [...this.#processes.values()].map(({ name, pid, logFile }) => ({ name, pid, logFile }));
    writeStackFile(this.#path, { ...description, processes });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Where the stack of a clone keeps its things. */
export function stackHome(root: string): string {
  return join(root, 'var/local');
}
