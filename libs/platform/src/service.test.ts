import { describe, expect, it } from '@jest/globals';
import { silentLog } from './logger.js';
import { runServices, type Service } from './service.js';

const DRAIN_LIMIT_MS = 80;
const options = { log: silentLog, drainTimeoutMs: DRAIN_LIMIT_MS };

/** Runs until the signal, then notes that it drained. */
function steady(name: string, drained: string[]): Service {
  return {
    name,
    run: (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          drained.push(name);
          resolve();
        });
      }),
  };
}

describe('runServices', () => {
  it('stops all on SIGTERM, closes what they shared, and answers 0', async () => {
    const drained: string[] = [];
    const running = runServices([steady('a', drained), steady('b', drained)], {
      ...options,
      close: () => Promise.resolve(void drained.push('closed')),
    });
    process.emit('SIGTERM', 'SIGTERM');
    await expect(running).resolves.toBe(0);
    expect(drained).toEqual(['a', 'b', 'closed']);
  });

  it('stops the others and answers 1 when one breaks', async () => {
    const drained: string[] = [];
    const broken: Service = { name: 'broken', run: () => Promise.reject(new Error('no disk')) };
    await expect(runServices([steady('a', drained), broken], options)).resolves.toBe(1);
    expect(drained).toEqual(['a']);
  });

  it('gives up on a part that does not drain in time', async () => {
    const stuck: Service = { name: 'stuck', run: () => new Promise(() => undefined) };
    const running = runServices([stuck], options);
    process.emit('SIGTERM', 'SIGTERM');
    await expect(running).resolves.toBe(1);
  });

  it('gives up on what does not close', async () => {
    const running = runServices([steady('a', [])], { ...options, close: () => new Promise(() => undefined) });
    process.emit('SIGTERM', 'SIGTERM');
    await expect(running).resolves.toBe(1);
  });
});
