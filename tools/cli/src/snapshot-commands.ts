/** The commands over a pipeline's snapshots. Throw Refused, Unreachable and WrongUsage. */
import { problemOf, type CaptureSnapshotAnswer } from '@vf/contracts';
import { Refused, type Answer, type SnapshotCommand } from './capture-client.js';
import { showOnceOrWatch, tell } from './capture-commands.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { RunOptions } from './run-options.js';
import { showSnapshot, showSnapshots } from './show/show-snapshots.js';
import type { Ending } from './watch.js';
import { snapshotRequestOf, type SnapshotFlags } from './table-names.js';

type State = CaptureSnapshotAnswer['state'];

const UNFINISHED: ReadonlySet<State> = new Set<State>(['queued', 'running', 'paused']);

/** Asks for one, and with --watch stays until it has ended. */
export async function requestSnapshot(options: RunOptions, pipeline: string, flags: SnapshotFlags): Promise<ExitCode> {
  const answer = await options.client.requestSnapshot(pipeline, snapshotRequestOf(flags));
  if (options.watchEveryMs !== undefined) return oneSnapshot(options, pipeline, answer.value.number);
  tell(options, answer, (snapshot) => showSnapshot(pipeline, snapshot));
  return exitCodes.done;
}

/** All snapshots of a pipeline, or one with its tables. Watching ends when what is watched has ended. */
export function listSnapshots(options: RunOptions, pipeline: string, number: number | undefined): Promise<ExitCode> {
  if (number !== undefined) return oneSnapshot(options, pipeline, number);
  return showOnceOrWatch(options, {
    ask: () => options.client.snapshots(pipeline),
    show: ({ data }) => showSnapshots(pipeline, data),
    ended: ({ data }) => (data.some(({ state }) => UNFINISHED.has(state)) ? undefined : { code: exitCodes.done }),
  });
}

export async function changeSnapshot(
  options: RunOptions,
  pipeline: string,
  number: number,
  command: SnapshotCommand,
): Promise<ExitCode> {
  const answer = await options.client.changeSnapshot(pipeline, number, command);
  tell(options, answer, (snapshot) => showSnapshot(pipeline, snapshot));
  return exitCodes.done;
}

/** A snapshot that was stopped, or failed, is a failure for whoever waited for it. */
function oneSnapshot(options: RunOptions, pipeline: string, number: number): Promise<ExitCode> {
  return showOnceOrWatch(options, {
    ask: async () => pick(await options.client.snapshots(pipeline), number),
    show: (snapshot) => showSnapshot(pipeline, snapshot),
    ended: endOf,
  });
}

function endOf({ number, state, detail }: CaptureSnapshotAnswer): Ending | undefined {
  if (UNFINISHED.has(state)) return undefined;
  if (state === 'done') return { code: exitCodes.done };
  return { code: exitCodes.refused, complaint: `Snapshot ${number} has ${state}: ${detail}` };
}

/** The API lists; one is picked out of its answer as it was sent. */
function pick(
  { value }: Answer<{ readonly data: readonly CaptureSnapshotAnswer[] }>,
  number: number,
): Answer<CaptureSnapshotAnswer> {
  const snapshot = value.data.find((candidate) => candidate.number === number);
  if (!snapshot) throw new Refused(problemOf('snapshot_not_found', { instance: '' }));
  return { sent: snapshot, value: snapshot };
}
