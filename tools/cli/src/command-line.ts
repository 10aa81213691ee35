/** The words of the command line. What they do is told by `actions`. */
import { Command, InvalidArgumentError } from 'commander';

export interface GlobalFlags {
  readonly url?: string;
  readonly token?: string;
  /** Seconds. */
  readonly timeout: number;
  readonly json?: true;
  /** Seconds, or true for the default. */
  readonly watch?: number | true;
}

export interface SnapshotRequestFlags {
  readonly tables?: string;
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

export interface Actions {
  status(flags: GlobalFlags, pipeline: string | undefined): Promise<void>;
  pause(flags: GlobalFlags, pipeline: string): Promise<void>;
  resume(flags: GlobalFlags, pipeline: string): Promise<void>;
  position(flags: GlobalFlags, pipeline: string): Promise<void>;
  slot(flags: GlobalFlags, pipeline: string): Promise<void>;
  createSlot(flags: GlobalFlags, pipeline: string): Promise<void>;
  dropSlot(flags: GlobalFlags, pipeline: string, isSure: boolean): Promise<void>;
  requestSnapshot(flags: GlobalFlags, pipeline: string, request: SnapshotRequestFlags): Promise<void>;
  listSnapshots(flags: GlobalFlags, pipeline: string, number: number | undefined): Promise<void>;
  changeSnapshot(
    flags: GlobalFlags,
    pipeline: string,
    number: number,
    command: 'pause' | 'resume' | 'stop',
  ): Promise<void>;
}

export interface HelpOutput {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
}

const DEFAULT_TIMEOUT_S = 10;
const MOST_SECONDS = 86_400;
const WATCH = ['-w, --watch [seconds]', 'show it again and again (every 2 s)', seconds] as const;

/** Parsing rejects with CommanderError instead of ending the process. */
export function commandLine(actions: Actions, output: HelpOutput): Command {
  const program = new Command('vendorflow')
    .description('Operates VendorFlow.')
    .exitOverride()
    .configureOutput(output)
    .configureHelp({ showGlobalOptions: true })
    .option('--url <url>', 'admin API of the capture worker (VENDORFLOW_CAPTURE_URL; else the stack of this clone)')
    .option('--token <token>', 'bearer token (VENDORFLOW_TOKEN, which process lists do not show)')
    .option('--timeout <seconds>', 'how long one request may take', seconds, DEFAULT_TIMEOUT_S)
    .option('--json', 'print the answer of the API as one JSON object, on the last line');
  const capture = program.command('capture').description('Change capture: pipelines, snapshots, slots, positions.');
  addPipelines(capture, actions);
  addSlots(capture, actions);
  addSnapshots(capture, actions);
  // For the help only: run() hands these words to another program before they come here.
  program.command('keys').description('API keys of the payments service: create, list, rotate, revoke, limit.');
  return program;
}

function addPipelines(capture: Command, actions: Actions): void {
  capture
    .command('status [pipeline]')
    .description('how all pipelines fare, or one with everything there is to say')
    .option(...WATCH)
    .action((pipeline: string | undefined, _own, command: Command) => actions.status(flagsOf(command), pipeline));
  capture
    .command('pause <pipeline>')
    .description('publishes nothing more until it is resumed or its worker restarts')
    .action((pipeline: string, _own, command: Command) => actions.pause(flagsOf(command), pipeline));
  capture
    .command('resume <pipeline>')
    .description('publishes again')
    .action((pipeline: string, _own, command: Command) => actions.resume(flagsOf(command), pipeline));
  capture
    .command('position <pipeline>')
    .description('the recorded position, from which another worker would go on')
    .action((pipeline: string, _own, command: Command) => actions.position(flagsOf(command), pipeline));
}

function addSlots(capture: Command, actions: Actions): void {
  const slot = capture.command('slot').description('the replication slot of a pipeline');
  slot
    .command('show <pipeline>', { isDefault: true })
    .description('as its server shows it now')
    .action((pipeline: string, _own, command: Command) => actions.slot(flagsOf(command), pipeline));
  slot
    .command('create <pipeline>')
    .description('starts a stopped pipeline again: on its slot, or on a new one, by which every table is read again')
    .action((pipeline: string, _own, command: Command) => actions.createSlot(flagsOf(command), pipeline));
  slot
    .command('drop <pipeline>')
    .description('gives the slot of a paused or stopped pipeline up; what it did not publish is lost')
    .option('-y, --yes', 'do not ask')
    .action((pipeline: string, { yes }: { yes?: true }, command: Command) =>
      actions.dropSlot(flagsOf(command), pipeline, yes === true),
    );
}

function addSnapshots(capture: Command, actions: Actions): void {
  const snapshot = capture.command('snapshot').description('tables read again while the stream goes on');
  snapshot
    .command('request <pipeline>', { isDefault: true })
    .description('asks for one, of every table without --tables')
    .option('-t, --tables <list>', 'schema.table, separated by commas; without a schema it is public')
    .option(
      '--from <value...>',
      'first key of a range: a value for each column of the primary key; after the pipeline’s name',
    )
    .option('--to <value...>', 'last key of the range, included')
    .option(...WATCH)
    .action((pipeline: string, own: SnapshotRequestFlags, command: Command) =>
      actions.requestSnapshot(flagsOf(command), pipeline, own),
    );
  snapshot
    .command('list <pipeline>')
    .argument('[number]', 'one snapshot, with its tables', snapshotNumber)
    .description('those that wait, run, or ended lately, with rate and time left')
    .option(...WATCH)
    .action((pipeline: string, number: number | undefined, _own, command: Command) =>
      actions.listSnapshots(flagsOf(command), pipeline, number),
    );
  const commands = [
    ['pause', 'pause', 'reads no further chunk'],
    ['resume', 'resume', 'goes on'],
    ['stop', 'cancel', 'ends it for good'],
  ] as const;
  for (const [name, alias, what] of commands) {
    const added = snapshot.command(`${name} <pipeline>`).argument('<number>', 'of the snapshot', snapshotNumber);
    if (alias !== name) added.alias(alias);
    added
      .description(what)
      .action((pipeline: string, number: number, _own, command: Command) =>
        actions.changeSnapshot(flagsOf(command), pipeline, number, name),
      );
  }
}

const flagsOf = (command: Command) => command.optsWithGlobals<GlobalFlags>();

function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && number <= MOST_SECONDS) return number;
  throw new InvalidArgumentError(`It is a number of seconds above 0 and up to ${MOST_SECONDS}.`);
}

function snapshotNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is the number of a snapshot.');
}
