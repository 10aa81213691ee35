import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { RepairEnd } from '@vf/change-capture';
import { captureService, type KeptPipeline } from './capture-service.js';

/** A pipeline that stops and is repaired when the test says so. */
class ScriptedPipeline implements KeptPipeline {
  readonly status: KeptPipeline['status'] = { phase: 'streaming', detail: '' };
  runs = 0;
  #stop: (why: Error) => void = () => undefined;
  #endRepair: (end: RepairEnd) => void = () => undefined;

  run(signal: AbortSignal): Promise<void> {
    this.runs += 1;
    this.status.phase = 'streaming';
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#stop = reject;
    });
  }

  repairEnds(signal: AbortSignal): Promise<RepairEnd> {
    return new Promise((resolve) => {
      if (signal.aborted) resolve('over');
      signal.addEventListener('abort', () => resolve('over'), { once: true });
      this.#endRepair = resolve;
    });
  }

  stop(why: string): Promise<void> {
    this.status.phase = 'stopped';
    this.#stop(new Error(why));
    return settled();
  }

  beginRepair(): void {
    this.status.phase = 'starting';
  }

  endRepair(end: RepairEnd): Promise<void> {
    if (end === 'failed') this.status.phase = 'stopped';
    this.#endRepair(end);
    return settled();
  }
}

/** Everything that follows from what has happened so far has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

let one: ScriptedPipeline;
let other: ScriptedPipeline;
let signal: AbortController;
let ended: string | undefined;

beforeEach(async () => {
  [one, other, signal, ended] = [new ScriptedPipeline(), new ScriptedPipeline(), new AbortController(), undefined];
  const nothing = () => Promise.resolve();
  const service = captureService({ pipelines: [one, other], openBroker: nothing, closeBroker: nothing });
  service.run(signal.signal).then(
    () => (ended = 'drained'),
    (err: unknown) => (ended = String(err)),
  );
  await settled();
});

afterEach(() => signal.abort());

it('ends with the last pipeline that stops, telling why the first one did', async () => {
  await one.stop('slot gone');
  expect(ended).toBeUndefined();
  await other.stop('table gone');
  expect(ended).toBe('Error: slot gone');
});

it('does not end while a stopped pipeline is being repaired', async () => {
  await one.stop('slot gone');
  one.beginRepair();
  await other.stop('table gone');
  expect(ended).toBeUndefined();
  await one.endRepair('repaired');
  expect(one.runs).toBe(2);
  signal.abort();
  await settled();
  expect(ended).toBe('Error: table gone');
});

it('ends when that repair fails and nothing runs any more', async () => {
  await one.stop('slot gone');
  one.beginRepair();
  await other.stop('table gone');
  await one.endRepair('failed');
  expect(ended).toBe('Error: slot gone');
});
