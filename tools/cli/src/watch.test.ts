import { describe, expect, it } from '@jest/globals';
import { Unreachable, type Answer } from './capture-client.js';
import { recordingTerminal } from './terminal.fixture.js';
import { watch } from './watch.js';

const never = new AbortController().signal;
const options = { everyMs: 1, json: false, signal: never, awayLimitMs: 60_000 };

/** Answers in turn; an error is thrown. */
function watching(answers: readonly (number | Error)[]) {
  let asked = 0;
  const ask = (): Promise<Answer<number>> => {
    const answer = answers[asked++];
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer === undefined) throw new Error('asked once more than there are answers');
    return Promise.resolve({ sent: { left: answer }, value: answer });
  };
  const ended = (left: number) => {
    if (left > 0) return undefined;
    return left === 0 ? ({ code: 0 } as const) : ({ code: 1, complaint: 'it failed' } as const);
  };
  return { ask, ended, show: (left: number) => `${left} left` };
}

describe('watching', () => {
  it('shows each answer until what is watched has ended', async () => {
    const { terminal, out } = recordingTerminal();
    expect(await watch(terminal, watching([2, 1, 0]), options)).toBe(0);
    expect(out).toEqual(['2 left', '1 left', '0 left']);
  });

  it('ends with a complaint when that failed', async () => {
    const { terminal, out, err } = recordingTerminal();
    expect(await watch(terminal, watching([1, -1]), { ...options, json: true })).toBe(1);
    expect(out).toEqual(['{"left":1}', '{"left":-1}']);
    expect(err).toEqual(['it failed']);
  });

  it('bears a worker that is away for a while', async () => {
    const { terminal, out } = recordingTerminal();
    expect(await watch(terminal, watching([1, new Unreachable('gone.'), 0]), options)).toBe(0);
    expect(out).toEqual(['1 left', '1 left\ngone. Trying again.', '0 left']);
  });

  it('gives up on one that was never there, stays away, or refuses', async () => {
    const { terminal } = recordingTerminal();
    const away = new Unreachable('gone.');
    await expect(watch(terminal, watching([away]), options)).rejects.toBe(away);
    await expect(watch(terminal, watching([1, away]), { ...options, awayLimitMs: 0 })).rejects.toBe(away);
    await expect(watch(terminal, watching([1, new Error('refused')]), options)).rejects.toThrow('refused');
  });

  it('ends well when it is interrupted', async () => {
    const stop = new AbortController();
    const { terminal, out } = recordingTerminal();
    const ended = () => {
      stop.abort();
      return undefined;
    };
    const interrupted = { ...options, signal: stop.signal };
    expect(await watch(terminal, { ...watching([3, 2, 1]), ended }, interrupted)).toBe(0);
    expect(out).toEqual(['3 left']);
  });
});
