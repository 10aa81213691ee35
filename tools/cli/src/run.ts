/** From arguments to an exit code. */
import { ConfigError } from '@vf/platform';
import { CommanderError } from 'commander';
import { CaptureClient, Refused, Unreachable } from './capture-client.js';
import * as capture from './capture-commands.js';
import { commandLine, type Actions, type GlobalFlags } from './command-line.js';
import type { CliConfig } from './config.js';
import { connectionOf, NoWorkerKnown, type RunningStack } from './connection.js';
import { exitCodes, WrongUsage, type ExitCode } from './exit-codes.js';
import type { RunOptions } from './run-options.js';
import * as snapshots from './snapshot-commands.js';
import type { Terminal } from './terminal.js';

const MS_PER_SECOND = 1_000;
const DEFAULT_WATCH_S = 2;

export interface Surroundings {
  readonly terminal: Terminal;
  /** Throws ConfigError. */
  readonly readConfig: () => CliConfig;
  readonly readStack: () => RunningStack | undefined;
  /** Runs the program behind `keys` with these words; reads its own settings. Throws WrongUsage and ConfigError. */
  readonly runKeys: (args: readonly string[]) => Promise<ExitCode>;
  /** Told when a command begins to watch: its signal ends the watching. */
  readonly watchSignal: () => AbortSignal;
}

/** Tells what went wrong; rejects with what is a fault of this program. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal } = surroundings;
  const words = (text: string) => terminal.print(text.trimEnd());
  const complaint = (text: string) => terminal.complain(text.trimEnd());
  let code: ExitCode = exitCodes.done;
  const actions = actionsIn(surroundings, (ended) => (code = ended));
  try {
    // Its words are another program's, with a help of its own, so nothing here may read them.
    if (args[0] === 'keys') return await surroundings.runKeys(args.slice(1));
    await commandLine(actions, { writeOut: words, writeErr: complaint }).parseAsync([...args], { from: 'user' });
    return code;
  } catch (err) {
    // Its sentence, or the help, is written already.
    if (err instanceof CommanderError) return err.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
    return told(err, terminal, args.includes('--json'));
  }
}

function told(err: unknown, terminal: Terminal, json: boolean): ExitCode {
  if (err instanceof Refused && json) terminal.print(JSON.stringify(err.problem));
  if (err instanceof Refused || err instanceof Unreachable || err instanceof NoWorkerKnown) {
    terminal.complain(err.message);
    return exitCodes.refused;
  }
  if (!(err instanceof WrongUsage || err instanceof ConfigError)) throw err;
  terminal.complain(err.message);
  return exitCodes.wrongUsage;
}

function actionsIn(surroundings: Surroundings, end: (code: ExitCode) => void): Actions {
  const doing =
    <A extends unknown[]>(command: (options: RunOptions, ...args: A) => Promise<ExitCode>) =>
    async (flags: GlobalFlags, ...args: A) =>
      end(await command(optionsOf(flags, surroundings), ...args));
  return {
    status: doing(capture.status),
    pause: doing(capture.pausePipeline),
    resume: doing(capture.resumePipeline),
    position: doing(capture.position),
    slot: doing(capture.slot),
    createSlot: doing(capture.createSlot),
    dropSlot: doing(capture.dropSlot),
    requestSnapshot: doing(snapshots.requestSnapshot),
    listSnapshots: doing(snapshots.listSnapshots),
    changeSnapshot: doing(snapshots.changeSnapshot),
  };
}

function optionsOf(flags: GlobalFlags, { terminal, readConfig, readStack, watchSignal }: Surroundings): RunOptions {
  const connection = connectionOf(flags, readConfig(), readStack);
  const isWatching = flags.watch !== undefined;
  const signal = isWatching ? watchSignal() : new AbortController().signal;
  const everyS = flags.watch === true ? DEFAULT_WATCH_S : flags.watch;
  return {
    client: new CaptureClient(connection, { timeoutMs: flags.timeout * MS_PER_SECOND, signal }),
    terminal,
    json: flags.json === true,
    watchEveryMs: everyS === undefined ? undefined : everyS * MS_PER_SECOND,
    signal,
  };
}
