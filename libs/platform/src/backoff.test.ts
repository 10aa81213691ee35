import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffDelayMs, retryUntilStopped } from './backoff.js';

const quick = { firstMs: 1, longestMs: 2 };

describe('backoff', () => {
  it('never waits longer than the longest time plus jitter, however many failures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const delay = backoffDelayMs({ firstMs: 100, longestMs: 5_000 }, failures, () => chance);
          expect(delay).toBeGreaterThanOrEqual(80);
          expect(delay).toBeLessThanOrEqual(6_000);
        },
      ),
    );
  });

  it('tries until it succeeds and tells of each failure', async () => {
    const failures: number[] = [];
    const result = await retryUntilStopped(
      () => (failures.length < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve('up')),
      { signal: AbortSignal.timeout(1_000), backoff: quick, onFailure: (_err, count) => failures.push(count) },
    );
    expect(result).toBe('up');
    expect(failures).toEqual([1, 2, 3]);
  });

  it('gives up when the failure handler says the error is permanent', async () => {
    const attempt = retryUntilStopped(() => Promise.reject(new Error('wrong password')), {
      signal: AbortSignal.timeout(1_000),
      backoff: quick,
      onFailure: (err) => {
        throw err;
      },
    });
    await expect(attempt).rejects.toThrow('wrong password');
  });

  it('ends at the stop', async () => {
    const stop = new AbortController();
    const attempt = retryUntilStopped(() => Promise.reject(new Error('down')), {
      signal: stop.signal,
      onFailure: () => stop.abort(),
    });
    await expect(attempt).rejects.toThrow(/abort/i);
  });
});
