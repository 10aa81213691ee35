import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessDied, startProcess } from './managed-process.js';
import { RunRecords } from './run-records.js';
import { NotReady, waitUntilReady } from './wait-until.js';

describe('startProcess', () => {
  let directory: string;
  let records: RunRecords;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vf-process-'));
    records = new RunRecords(join(directory, 'run'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const start = (script: string, stopTimeoutMs = 5_000) =>
    startProcess(
      {
        name: 'child',
        command: process.execPath,
        args: ['-e', script],
        env: {},
        logFile: join(directory, 'child.log'),
        stopTimeoutMs,
      },
      records,
    );
  const never = new AbortController().signal;

  it('tells how it died, with its last words and the path of its log', async () => {
    const child = await start("console.error('no space left'); process.exit(3)");
    const died = waitUntilReady({
      process: child,
      probe: () => Promise.reject(new Error('no')),
      timeoutMs: 5_000,
      signal: never,
    });
    await expect(died).rejects.toThrow(ProcessDied);
    await expect(died).rejects.toThrow(/child exited with code 3[^]*no space left[^]*child\.log/);
  });

  it('is noted while it runs and forgotten when it has ended', async () => {
    const child = await start('setInterval(() => {}, 1000)');
    expect(records.running('child')?.pid).toBe(child.pid);
    await child.stop();
    expect(records.running('child')).toBeUndefined();
    expect(child.exit?.signal).toBe('SIGTERM');
  });

  it('kills a process that does not stop in time', async () => {
    const child = await start("process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)", 300);
    const up = () =>
      readFileSync(child.logFile, 'utf8').includes('up') ? Promise.resolve() : Promise.reject(new Error('not up'));
    await waitUntilReady({ process: child, probe: up, timeoutMs: 5_000, signal: never });
    await child.stop();
    expect(child.exit?.signal).toBe('SIGKILL');
  });

  it('says what was missing when a process does not become ready', async () => {
    const child = await start('setInterval(() => {}, 1000)');
    const probe = () => Promise.reject(new Error('kafka is away'));
    const wait = waitUntilReady({ process: child, probe, timeoutMs: 100, signal: never });
    await expect(wait).rejects.toThrow(NotReady);
    await expect(wait).rejects.toThrow(/child was not ready after 0\.1 s: kafka is away/);
    await child.stop();
  });

  it('rejects when the program does not exist', async () => {
    const spec = { name: 'none', command: '/nonexistent', args: [], env: {}, stopTimeoutMs: 1_000 };
    await expect(startProcess({ ...spec, logFile: join(directory, 'none.log') }, records)).rejects.toThrow('ENOENT');
  });
});
