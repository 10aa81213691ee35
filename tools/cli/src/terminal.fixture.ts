import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.js';

/** Keeps what is said, without colours. `answer` is what the person types. */
export function recordingTerminal(answer?: string) {
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  const keepIn = (lines: string[]) => (text: string) => void lines.push(stripVTControlCharacters(text));
  const ask = (question: string) => {
    questions.push(question);
    return Promise.resolve(answer ?? '');
  };
  const terminal: Terminal = {
    print: keepIn(out),
    complain: keepIn(err),
    redraw: keepIn(out),
    ask: answer === undefined ? undefined : ask,
  };
  return { terminal, out, err, questions };
}
