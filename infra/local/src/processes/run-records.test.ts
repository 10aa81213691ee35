import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from './identity.js';
import { RunRecords } from './run-records.js';

const IGNORES_TERM = "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)";
const LONG_RUNNING = "console.log('up'); setInterval(() => {}, 1000)";

describe('identify', () => {
  it('tells a process from another that gets the same number', () => {
    const own = identify(process.pid);
    expect(own?.startedAt).toBeTruthy();
    expect(identify(process.pid)).toEqual(own);
  });

  it('knows nothing of a number that no process has', () => {
    expect(identify(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('RunRecords', () => {
  let directory: string;
  let records: RunRecords;
  const pids: number[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vf-records-'));
    records = new RunRecords(directory);
  });
  afterEach(() => {
    for (const pid of pids.splice(0)) if (identify(pid)) process.kill(pid, 'SIGKILL');
    rmSync(directory, { recursive: true });
  });

  async function run(script: string): Promise<number> {
    const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    pids.push(child.pid ?? 0);
    return child.pid ?? 0;
  }
  const noted = (name: string, pid: number, stopTimeoutMs = 5_000) =>
    records.note({ name, pid, stopSignal: 'SIGTERM', stopTimeoutMs, layer: 0 });

  it('stops what is noted and still running, and forgets it', async () => {
    const pid = await run(LONG_RUNNING);
    noted('service', pid);
    expect(await records.stopAll()).toEqual(['service']);
    expect(identify(pid)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('kills what does not stop in time', async () => {
    const pid = await run(IGNORES_TERM);
    noted('stubborn', pid, 200);
    await records.stopAll();
    expect(identify(pid)).toBeUndefined();
  });

  it('never signals a number that has been given out again', async () => {
    const pid = await run(LONG_RUNNING);
    const record = {
      name: 'old',
      pid,
      startedAt: 'another boot/1',
      stopSignal: 'SIGTERM',
      stopTimeoutMs: 100,
      layer: 0,
    };
    writeFileSync(join(directory, 'old.json'), JSON.stringify(record));
    expect(await records.stopAll()).toEqual([]);
    expect(identify(pid)).toBeDefined();
  });

  it('passes over a note that was only half written', async () => {
    writeFileSync(join(directory, 'half.json'), '{"name": "ha');
    expect(await records.stopAll()).toEqual([]);
  });

  it('lets one launcher claim the folder, and the next one after it has died', async () => {
    const pid = await run(LONG_RUNNING);
    noted('launcher', pid);
    expect(records.claim('launcher')).toBe(false);
    await records.stopAll();
    expect(records.claim('launcher')).toBe(true);
    expect(records.running('launcher')?.pid).toBe(process.pid);
  });
});
