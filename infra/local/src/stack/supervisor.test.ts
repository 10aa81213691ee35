import type { ManagedProcess, ProcessExit } from '../processes/managed-process.js';
import { Supervisor } from './supervisor.js';

function fakeProcess(pid: number): { process: ManagedProcess; die: () => void } {
  let end: (exit: ProcessExit) => void = () => undefined;
  const exited = new Promise<ProcessExit>((resolve) => {
    end = resolve;
  });
  const process: ManagedProcess = {
    name: 'fraud',
    pid,
    logFile: '/nonexistent',
    exited,
    exit: undefined,
    stop: () => Promise.resolve(),
    kill: () => undefined,
  };
  return { process, die: () => end({ code: 1, signal: null }) };
}

describe('Supervisor', () => {
  const stop = new AbortController();
  const reports: string[] = [];
  const supervisor = (restart: boolean) =>
    new Supervisor({
      restart,
      signal: stop.signal,
      report: (line) => reports.push(line),
      onStarted: () => undefined,
      backoff: { firstMs: 1, longestMs: 1 },
    });
  beforeEach(() => reports.splice(0));
  afterAll(() => stop.abort());

  it('fails at the first death when it may not restart', async () => {
    const { process, die } = fakeProcess(1);
    const watched = supervisor(false);
    await watched.start('fraud', () => Promise.resolve(process));
    die();
    await expect(watched.failed).rejects.toThrow('fraud exited with code 1');
  });

  it('starts a dead process again and says so', async () => {
    const processes = [fakeProcess(1), fakeProcess(2)];
    const started: number[] = [];
    let next = 0;
    const watched = supervisor(true);
    await watched.start('fraud', () => {
      const { process } = processes[next++]!;
      started.push(process.pid);
      return Promise.resolve(process);
    });
    processes[0]?.die();
    while (started.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(reports).toEqual(['fraud exited with code 1. Starting fraud again.']);
  });

  it('gives up on a process that dies again and again', async () => {
    let starts = 0;
    const watched = supervisor(true);
    await watched.start('fraud', () => {
      starts += 1;
      const { process, die } = fakeProcess(starts);
      die();
      return Promise.resolve(process);
    });
    await expect(watched.failed).rejects.toThrow('fraud exited with code 1');
    expect(starts).toBe(6);
  });
});
