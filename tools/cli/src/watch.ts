/** Asks again and again, and shows each answer. */
import { hasEnded, pause } from '@vf/platform';
import { Unreachable, type Answer } from './capture-client.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export interface Ending {
  readonly code: ExitCode;
  /** Why the code is no success. */
  readonly complaint?: string;
}

export interface Watched<T> {
  readonly ask: () => Promise<Answer<T>>;
  readonly show: (value: T) => string;
  /** Undefined while there is more to come. */
  readonly ended: (value: T) => Ending | undefined;
}

export interface WatchOptions {
  readonly everyMs: number;
  readonly json: boolean;
  /** Ctrl-C: the end of watching, and no failure. */
  readonly signal: AbortSignal;
  /** How long the worker may be away, as while it restarts, before watching gives up. */
  readonly awayLimitMs: number;
}

/** Throws Refused at once, and Unreachable when the first answer fails or the worker stays away. */
export async function watch<T>(terminal: Terminal, watched: Watched<T>, options: WatchOptions): Promise<ExitCode> {
  const { signal, everyMs } = options;
  const screen = new Screen(terminal, options.json);
  let answeredAtMs: number | undefined;
  while (!signal.aborted) {
    try {
      const { sent, value } = await watched.ask();
      answeredAtMs = performance.now();
      screen.show(sent, watched.show(value));
      const end = watched.ended(value);
      if (end?.complaint !== undefined) terminal.complain(end.complaint);
      if (end !== undefined) return end.code;
    } catch (err) {
      if (hasEnded(signal)) break;
      const isAway = err instanceof Unreachable && answeredAtMs !== undefined;
      if (!isAway || performance.now() - (answeredAtMs ?? 0) > options.awayLimitMs) throw err;
      screen.tellAway(err);
    }
    await pause(everyMs, signal);
  }
  return exitCodes.done;
}

class Screen {
  #shown = '';

  constructor(
    private readonly terminal: Terminal,
    private readonly json: boolean,
  ) {}

  show(sent: unknown, text: string): void {
    this.#shown = text;
    if (this.json) this.terminal.print(JSON.stringify(sent));
    else this.terminal.redraw(text);
  }

  tellAway({ message }: Unreachable): void {
    const told = `${message} Trying again.`;
    if (this.json) this.terminal.complain(told);
    else this.terminal.redraw(`${this.#shown}\n${told}`);
  }
}
