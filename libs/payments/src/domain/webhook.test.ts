import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hearsOf, isAcknowledged, newWebhookSecret, nextAttemptAtMs } from './webhook.js';
import { isWebhookAddress, webhookUrl } from '../use-cases/webhook-url.js';

const DAY_MS = 86_400_000;
const strict = { allowLoopback: false, allowPrivate: false };

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

describe('where a webhook may go', () => {
  it.each(['https://shop.example.com/hook?a=1', 'https://shop.example.com:8443/', 'https://8.8.8.8/x'])(
    'takes %s',
    (url) => {
      expect(webhookUrl(url, strict)).toBe(url);
    },
  );

  it.each([
    'shop.example.com',
    'http://shop.example.com/',
    'ftp://shop.example.com/',
    'https://user:pw@shop.example.com/',
    'https://shop.example.com/#part',
    'https://localhost/',
    'http://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://[fe80::1]/',
  ])('refuses %s', (url) => {
    expect(webhookUrl(url, strict)).toBeUndefined();
  });

  it('goes to this machine by http only where that is allowed, and never to another by http', () => {
    const local = { allowLoopback: true, allowPrivate: false };
    expect(webhookUrl('http://127.0.0.1:8080/', local)).toBe('http://127.0.0.1:8080/');
    expect(webhookUrl('http://localhost/', local)).toBe('http://localhost/');
    expect(webhookUrl('http://shop.example.com/', local)).toBeUndefined();
    expect(webhookUrl('http://10.0.0.1/', { allowLoopback: true, allowPrivate: true })).toBeUndefined();
  });

  it.each([
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
    ['127.8.8.8', false],
    ['::1', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', false],
    ['::ffff:169.254.169.254', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['not an address', false],
  ])('judges %s by the address: %s', (address, allowed) => {
    expect(isWebhookAddress(address, strict)).toBe(allowed);
  });

  it('never goes to link-local addresses, whatever is allowed', () => {
    const loose = { allowLoopback: true, allowPrivate: true };
    expect(isWebhookAddress('169.254.169.254', loose)).toBe(false);
    expect(isWebhookAddress('fe80::1', loose)).toBe(false);
    expect(isWebhookAddress('10.0.0.1', loose)).toBe(true);
  });
});
