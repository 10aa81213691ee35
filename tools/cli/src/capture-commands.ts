/** The commands over a pipeline, its slot and its position. Throw Refused, Unreachable and WrongUsage. */
import type { Answer } from './capture-client.js';
import { exitCodes, WrongUsage, type ExitCode } from './exit-codes.js';
import type { RunOptions } from './run-options.js';
import { showPosition, showSlot } from './show/show-slot.js';
import { showStatus, showStatuses } from './show/show-status.js';
import { watch, type Watched } from './watch.js';

/** How long a worker may be away while it is watched; a restart takes seconds. */
const AWAY_LIMIT_MS = 60_000;

export async function showOnceOrWatch<T>(options: RunOptions, watched: Watched<T>): Promise<ExitCode> {
  const { watchEveryMs: everyMs, terminal, json, signal } = options;
  if (everyMs !== undefined) return watch(terminal, watched, { everyMs, json, signal, awayLimitMs: AWAY_LIMIT_MS });
  tell(options, await watched.ask(), watched.show);
  return exitCodes.done;
}

export function tell<T>({ terminal, json }: RunOptions, answer: Answer<T>, show: (value: T) => string): void {
  terminal.print(json ? JSON.stringify(answer.sent) : show(answer.value));
}

const neverEnds = () => undefined;

/** Without a pipeline all of them. */
export function status(options: RunOptions, pipeline: string | undefined): Promise<ExitCode> {
  const { client } = options;
  if (pipeline === undefined) {
    const ask = () => client.statuses();
    return showOnceOrWatch(options, { ask, show: ({ data }) => showStatuses(data, Date.now()), ended: neverEnds });
  }
  const ask = () => client.status(pipeline);
  return showOnceOrWatch(options, { ask, show: (value) => showStatus(value, Date.now()), ended: neverEnds });
}

export async function pausePipeline(options: RunOptions, pipeline: string): Promise<ExitCode> {
  const answer = await options.client.pause(pipeline);
  tell(options, answer, (value) => `${showStatus(value, Date.now())}\nUntil it is resumed, the server keeps its log.`);
  return exitCodes.done;
}

export async function resumePipeline(options: RunOptions, pipeline: string): Promise<ExitCode> {
  tell(options, await options.client.resume(pipeline), (value) => showStatus(value, Date.now()));
  return exitCodes.done;
}

export async function position(options: RunOptions, pipeline: string): Promise<ExitCode> {
  tell(options, await options.client.position(pipeline), showPosition);
  return exitCodes.done;
}

export async function slot(options: RunOptions, pipeline: string): Promise<ExitCode> {
  tell(options, await options.client.slot(pipeline), showSlot);
  return exitCodes.done;
}

export async function createSlot(options: RunOptions, pipeline: string): Promise<ExitCode> {
  const answer = await options.client.createSlot(pipeline);
  tell(
    options,
    answer,
    ({ slot: { name }, epoch }) =>
      `Pipeline ${pipeline} starts again. Epoch ${epoch}, slot ${name}; what is read again: capture snapshot list ${pipeline}`,
  );
  return exitCodes.done;
}

/** Asks first, unless it was told not to. */
export async function dropSlot(options: RunOptions, pipeline: string, isSure: boolean): Promise<ExitCode> {
  const { client, terminal } = options;
  if (!isSure && terminal.ask === undefined) {
    throw new WrongUsage('A dropped slot can not be had back. Nobody can be asked here: say --yes.');
  }
  const { name } = (await client.status(pipeline)).value.slot;
  if (!isSure && (await terminal.ask?.(question(pipeline, name))) !== name) {
    terminal.complain('That is not its name: nothing was dropped.');
    return exitCodes.refused;
  }
  tell(options, await client.dropSlot(pipeline, name), () => `Dropped slot ${name}.`);
  return exitCodes.done;
}

const question = (pipeline: string, slotName: string) =>
  `What ${pipeline} has not published is lost with its slot, and every table must be read again.\n` +
  `Type the slot's name (${slotName}) to drop it: `;
