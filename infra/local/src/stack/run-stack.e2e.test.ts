import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { LocalConfig } from '../config.js';
import { workspaceRoot } from '../config.js';
import { identify } from '../processes/identity.js';
import { fakeConfig, fakeStack, type FakeBehaviour } from './fake-stack.fixture.js';
import { AlreadyRunning, runStack } from './run-stack.js';
import type { StackDescription } from './stack-file.js';
import type { ReadyStack } from './start-stack.js';

const TEST_TIMEOUT_MS = 60_000;

interface Run {
  ready: Promise<ReadyStack>;
  ended: Promise<void>;
  stop: () => Promise<void>;
  reports: string[];
}

describe('runStack', () => {
  let home: string;
  let config: LocalConfig;
  beforeEach(async () => {
    home = join(mkdtempSync(join(tmpdir(), 'vf-stack-')), 'local');
    config = await fakeConfig();
  });
  afterEach(() => rmSync(join(home, '..'), { recursive: true, force: true }));

  function run(behaviour: FakeBehaviour = {}, restart = false): Run {
    const stop = new AbortController();
    const reports: string[] = [];
    let ended: Promise<void> = Promise.resolve();
    const ready = new Promise<ReadyStack>((resolve, reject) => {
      ended = runStack({
        ...{ config, home, restart, root: workspaceRoot, signal: stop.signal },
        definition: fakeStack(behaviour),
        report: (line) => reports.push(line),
        onReady: resolve,
        backoff: { firstMs: 10, longestMs: 10 },
      });
      ended.catch(reject);
    });
    ready.catch(() => undefined);
    return {
      ready,
      ended,
      reports,
      stop: async () => {
        stop.abort();
        await ended;
      },
    };
  }
  const stackFile = () => JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8')) as StackDescription;
  const processIds = () => stackFile().processes.map(({ pid }) => pid);

  async function expectAllGone(pids: number[]): Promise<void> {
    expect(pids.map((pid) => identify(pid))).toEqual(pids.map(() => undefined));
    for (const port of [config.VF_POSTGRES_PORT, config.VF_PAYMENTS_OPS_PORT, config.VF_FRAUD_OPS_PORT]) {
      expect(await isOpen(port ?? 0)).toBe(false);
    }
    expect(existsSync(join(home, 'stack.json'))).toBe(false);
  }

  it(
    'starts every part, says where it is, stops every part, and keeps data and key for the next time',
    async () => {
      const first = run({ 'create-client': { FAKE_ANSWER: 'first-key' }, fraud: { FAKE_NOTE: 'from the definition' } });
      const { apiKey, databases, opsUrls } = await first.ready;
      expect(apiKey).toBe('first-key');
      const response = await fetch(`${opsUrls['fraud'] ?? ''}/readyz`);
      expect(await response.json()).toMatchObject({ note: 'from the definition' });
      const client = new pg.Client({ connectionString: databases['fraud'] });
      await client.connect();
      await client.query('CREATE TABLE kept ()');
      await client.end();
      const pids = processIds();
      expect(pids).toHaveLength(3);
      expect(statSync(join(home, 'stack.json')).mode & 0o777).toBe(0o600);
      await first.stop();
      await expectAllGone(pids);

      const second = run({ 'create-client': { FAKE_ANSWER: 'second-key' } });
      const again = await second.ready;
      expect(again.apiKey).toBe('first-key');
      const reader = new pg.Client({ connectionString: again.databases['fraud'] });
      await reader.connect();
      await reader.query('SELECT FROM kept');
      await reader.end();
      await second.stop();
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'stops everything when one process dies, and says which, why and where its log is',
    async () => {
      const { ready, ended } = run({ fraud: { FAKE_EXIT_AFTER_MS: '1500' } });
      await ready;
      const pids = processIds();
      await expect(ended).rejects.toThrow(/fraud exited with code 7[^]*the disk is on fire[^]*fraud\.log/);
      await expectAllGone(pids);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'starts a dead process again when asked to',
    async () => {
      const { ready, reports, stop } = run({}, true);
      await ready;
      const before = stackFile().processes.find(({ name }) => name === 'fraud')?.pid ?? 0;
      process.kill(before, 'SIGKILL');
      const isBack = () => stackFile().processes.some(({ name, pid }) => name === 'fraud' && pid !== before);
      const deadline = performance.now() + TEST_TIMEOUT_MS / 2;
      while (!isBack() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isBack()).toBe(true);
      expect(reports).toContain('fraud was ended by SIGKILL. Starting fraud again.');
      const pids = processIds();
      await stop();
      await expectAllGone(pids);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'stops what it had started when a step fails',
    async () => {
      const { ended } = run({ migrate: { FAKE_FAILURE: 'relation "users" already exists' } });
      await expect(ended).rejects.toThrow(/migrate failed[^]*relation "users" already exists/);
      await expectAllGone([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'can be stopped while it is starting',
    async () => {
      const { stop, reports } = run();
      while (reports.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await stop();
      await expectAllGone([]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'refuses to run twice on the same data',
    async () => {
      const first = run();
      await first.ready;
      await expect(run().ended).rejects.toThrow(AlreadyRunning);
      expect(processIds().every((pid) => identify(pid))).toBe(true);
      await first.stop();
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'clears away what a killed launcher left, and starts',
    async () => {
      const program = fileURLToPath(new URL('../../fixtures/launcher.mjs', import.meta.url));
      const args = [program, workspaceRoot, home, JSON.stringify(fakeStack()), JSON.stringify(config)];
      const launcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => launcher.stdout.once('data', resolve));
      const left = processIds();
      launcher.kill('SIGKILL');
      await new Promise((resolve) => launcher.once('exit', resolve));
      expect(left.every((pid) => identify(pid))).toBe(true);

      const next = run();
      await next.ready;
      expect(next.reports[0]).toMatch(/^Stopped what an earlier launcher had left running: .*postgres/);
      expect(left.map((pid) => identify(pid))).toEqual(left.map(() => undefined));
      await next.stop();
    },
    TEST_TIMEOUT_MS,
  );
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
