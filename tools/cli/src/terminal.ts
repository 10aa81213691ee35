/** What the commands print to and ask, so that they know no process. */
import { createInterface } from 'node:readline/promises';
import { createLogUpdate } from 'log-update';

export interface Terminal {
  /** For people and programs. */
  print(text: string): void;
  /** For people: what went wrong. */
  complain(text: string): void;
  /** Over what was redrawn before; without a screen, below it. */
  redraw(text: string): void;
  /** Undefined when nobody is there to be asked. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

const ANSWER_LIMIT_MS = 300_000;

export function processTerminal({ stdin, stdout, stderr }: NodeJS.Process = process): Terminal {
  const line = (text: string) => void stdout.write(`${text}\n`);
  // Some terminals do not know their size; nothing fits into one of none.
  const isScreen = stdout.isTTY && stdout.columns > 0 && stdout.rows > 0;
  const screen = isScreen ? createLogUpdate(stdout) : line;
  // A reader that has gone (`| head`) is no fault of ours.
  stdout.on('error', (err: NodeJS.ErrnoException) => {
    if (err.code === 'EPIPE') process.exit(0);
    throw err;
  });
  const ask = async (question: string) => {
    const asking = createInterface({ input: stdin, output: stdout });
    try {
      return await asking.question(question, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    } finally {
      asking.close();
    }
  };
  return {
    print: line,
    complain: (text) => void stderr.write(`${text}\n`),
    redraw: screen,
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
  };
}
