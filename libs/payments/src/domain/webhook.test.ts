import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hearsOf, isAcknowledged, newWebhookSecret, nextAttemptAtMs } from './webhook.js';

const DAY_MS = 86_400_000;

describe('retries of a webhook', () => {
  it('double from 15 s to 4 h, give or take a fifth', () => {
    const delay = (failures: number, random: number) =>
      nextAttemptAtMs(failures, { nowMs: 0, giveUpAtMs: 100 * DAY_MS }, () => random);
    expect([1, 2, 3].map((n) => delay(n, 0.5))).toEqual([15_000, 30_000, 60_000]);
    expect(delay(1, 0)).toBe(12_000);
    expect(delay(1, 1)).toBe(18_000);
    expect(delay(1_000, 0.5)).toBe(14_400_000);
  });

  it('go on for three days, always forward, and then end', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (randoms) => {
        let at = 0;
        let failures = 0;
        for (;;) {
          failures += 1;
          const next = nextAttemptAtMs(failures, { nowMs: at, giveUpAtMs: 3 * DAY_MS }, () =>
            Number(randoms.next().value),
          );
          if (next === undefined) break;
          expect(next).toBeGreaterThan(at);
          at = next;
        }
        expect(at).toBe(3 * DAY_MS);
        expect(failures).toBeGreaterThan(20);
        expect(failures).toBeLessThan(60);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an endpoint', () => {
  it('hears of what it asked for, or of everything', () => {
    expect(hearsOf({ eventTypes: ['payment.failed'] }, 'payment.failed')).toBe(true);
    expect(hearsOf({ eventTypes: ['payment.failed'] }, 'payment.succeeded')).toBe(false);
    expect(hearsOf({ eventTypes: ['*'] }, 'wallet.frozen')).toBe(true);
  });

  it('acknowledges with 2xx alone', () => {
    expect([200, 204, 299].map((status) => isAcknowledged({ status }))).toEqual([true, true, true]);
    expect([null, 199, 301, 404, 500].map((status) => isAcknowledged({ status }))).not.toContain(true);
  });

  it('has a secret of its own', () => {
    expect(newWebhookSecret()).toMatch(/^whsec_[\w-]{43}$/);
    expect(newWebhookSecret()).not.toBe(newWebhookSecret());
  });
});
