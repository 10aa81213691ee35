import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@vf/platform';
import { answering } from './answering-server.fixture.js';
import { statusAnswer } from './answers.fixture.js';
import { exitCodes } from './exit-codes.js';
import { keysDatabaseOf } from './keys.js';
import { run, type Surroundings } from './run.js';
import { recordingTerminal } from './terminal.fixture.js';

/** fetch itself never asks port 9, so that no worker is reached whatever runs on this machine. */
const nobody = { VENDORFLOW_CAPTURE_URL: 'http://127.0.0.1:9', VENDORFLOW_TOKEN: 'token' };

const noStack = {
  readStack: () => undefined,
  runKeys: () => Promise.reject(new Error('not keys')),
  watchSignal: () => new AbortController().signal,
};

async function ran(args: string, more: Partial<Surroundings> = {}) {
  const recorded = recordingTerminal();
  const code = await run(args === '' ? [] : args.split(' '), {
    terminal: recorded.terminal,
    readConfig: () => nobody,
    ...noStack,
    ...more,
  });
  return { code, out: recorded.out.join('\n'), err: recorded.err.join('\n') };
}

describe('the command line', () => {
  it.each([
    ['', 'Usage: vendorflow'],
    ['capture', 'Usage: vendorflow capture'],
    ['capture statos', 'unknown command'],
    ['capture status a b', 'too many arguments'],
    ['capture status --wat', 'unknown option'],
    ['capture status --watch payments', 'a number of seconds'],
    ['capture status --timeout 0', 'a number of seconds'],
    ['capture pause', "missing required argument 'pipeline'"],
    ['capture slot', "missing required argument 'pipeline'"],
    ['capture snapshot pause payments', "missing required argument 'number'"],
    ['capture snapshot pause payments 0', 'the number of a snapshot'],
    ['capture snapshot payments --tables a,', 'no list of tables'],
    ['capture snapshot payments --from 1', 'exactly one table'],
    ['capture status --url worker', 'no URL of a worker'],
    ['capture slot drop payments', 'say --yes'],
  ])('is wrong as %j', async (args, sentence) => {
    const { code, out, err } = await ran(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });

  it.each([
    'capture status',
    'capture status payments --watch',
    'capture status --watch 0.5',
    'capture pause payments',
    'capture resume payments',
    'capture position payments',
    'capture slot payments',
    'capture slot show payments',
    'capture slot create payments',
    'capture slot drop payments --yes',
    'capture snapshot payments',
    'capture snapshot request payments --watch',
    'capture snapshot payments --tables public.a --from 1 x --to 2 y',
    'capture snapshot list payments',
    'capture snapshot list payments 3 --watch',
    'capture snapshot pause payments 3',
    'capture snapshot resume payments 3',
    'capture snapshot stop payments 3',
    'capture snapshot cancel payments 3',
    '--json capture status --timeout 5',
  ])('asks the worker for %j', async (args) => {
    const { code, out, err } = await ran(args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('The capture worker at http://127.0.0.1:9 is not reached');
  });

  it('tells that no worker is known, and that a setting is wrong', async () => {
    const unknown = await ran('capture status', { readConfig: () => ({}) });
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('VENDORFLOW_CAPTURE_URL') });
    const readConfig = () => {
      throw new ConfigError('VENDORFLOW_CAPTURE_URL is wrong');
    };
    expect(await ran('capture status', { readConfig })).toMatchObject({
      code: 2,
      err: 'VENDORFLOW_CAPTURE_URL is wrong',
    });
  });

  it('helps', async () => {
    const { code, out } = await ran('capture snapshot --help');
    expect(code).toBe(0);
    expect(out).toContain('stop|cancel');
  });

  it.each([
    ['vf_payments', 0, ['GET', 'DELETE']],
    ['vf_payment', 1, ['GET']],
  ])('asks for the name of a slot before it is dropped: %s', async (typed, code, asked) => {
    const methods: (string | undefined)[] = [];
    await using worker = await answering((request, response) => {
      methods.push(request.method);
      const dropped = { object: 'capture_slot', name: 'vf_payments', dropped: true };
      response.end(JSON.stringify(request.method === 'GET' ? statusAnswer() : dropped));
    });
    const { terminal, questions } = recordingTerminal(typed);
    const readConfig = () => ({
      VENDORFLOW_CAPTURE_URL: worker.connection.url,
      VENDORFLOW_TOKEN: worker.connection.token,
    });
    const args = ['capture', 'slot', 'drop', 'payments'];
    expect(await run(args, { ...noStack, terminal, readConfig })).toBe(code);
    expect(methods).toEqual(asked);
    expect(questions).toEqual([expect.stringContaining('(vf_payments)')]);
  });
});

describe('keys', () => {
  it('hands every word to the program of the payments service, and ends as it did', async () => {
    const given: (readonly string[])[] = [];
    const runKeys = (args: readonly string[]) => {
      given.push(args);
      return Promise.resolve(exitCodes.refused);
    };
    expect(await ran('keys create --client x --json --help', { runKeys })).toEqual({ code: 1, out: '', err: '' });
    expect(given).toEqual([['create', '--client', 'x', '--json', '--help']]);
    expect((await ran('--help')).out).toContain('API keys of the payments service');
  });

  it('takes the setting before the stack, and says what is missing without either', () => {
    const readStack = () => ({ databases: { vendorflow: 'postgres://stack/vendorflow' } });
    expect(keysDatabaseOf({ ADMIN_DATABASE_URL: 'postgres://given/x' }, readStack)).toBe('postgres://given/x');
    expect(keysDatabaseOf({}, readStack)).toBe('postgres://stack/vendorflow');
    expect(() => keysDatabaseOf({}, () => undefined)).toThrow('ADMIN_DATABASE_URL');
  });
});
