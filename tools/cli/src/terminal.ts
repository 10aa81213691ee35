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
  /** Undefined when nobody is there to be asked. Resolves to nothing when the person leaves, or does not answer. */
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
  return {
    print: line,
    complain: (text) => void stderr.write(`${text}\n`),
    redraw: screen,
    ask: stdin.isTTY && stdout.isTTY ? (question) => askOn(stdin, stdout, question) : undefined,
  };
}

async function askOn(input: NodeJS.ReadStream, output: NodeJS.WriteStream, question: string): Promise<string> {
  const asking = createInterface({ input, output });
  const left = new AbortController();
  const leave = () => left.abort();
  // Ctrl-C and Ctrl-D; without this the question would stay open and the process end as if nothing was asked.
  asking.once('SIGINT', leave).once('close', leave);
  const signal = AbortSignal.any([left.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  try {
    return await asking.question(question, { signal });
  } catch (err) {
    if (!signal.aborted) throw err;
    output.write('\n');
    return '';
  } finally {
    asking.close();
  }
}
