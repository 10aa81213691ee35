import { describe, expect, it } from '@jest/globals';
import { signWebhook, verifyWebhook } from './webhook-signature.js';

const NOW_S = 1_764_000_000;
const body = '{"id":"evt_1"}';
const verify = (over: Partial<Parameters<typeof verifyWebhook>[0]> = {}) =>
  verifyWebhook({ body, header: signWebhook(body, NOW_S, ['new']), secrets: ['new'], nowMs: NOW_S * 1_000, ...over });

describe('the signature of a webhook', () => {
  it('is the HMAC of time and body, in a form that others can make', () => {
    // printf '1764000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac new
    expect(signWebhook(body, NOW_S, ['new'])).toBe(
      't=1764000000,v1=f731626ebbcd3d59b72b4a9cf1fc339df235ac8b5fb68aa68e0d9f66e0f33bcb',
    );
    expect(signWebhook(Buffer.from(body), NOW_S, ['new'])).toBe(signWebhook(body, NOW_S, ['new']));
    expect(() => signWebhook(body, NOW_S, [])).toThrow(RangeError);
  });

  it('fits the body, the time and the secret, and nothing else', () => {
    expect(verify()).toEqual({ ok: true, timestampS: NOW_S });
    expect(verify({ body: Buffer.from(body) })).toMatchObject({ ok: true });
    expect(verify({ body: `${body} ` })).toEqual({ ok: false, reason: 'no_match' });
    expect(verify({ secrets: ['other'] })).toEqual({ ok: false, reason: 'no_match' });
    expect(verify({ header: signWebhook(body, NOW_S, ['new']).replace(/t=\d+/, `t=${NOW_S + 1}`) })).toEqual({
      ok: false,
      reason: 'no_match',
    });
  });

  it('is believed for 300 s, before and after', () => {
    for (const [seconds, ok] of [
      [300, true],
      [301, false],
      [-300, true],
      [-301, false],
    ] as const)
      expect(verify({ nowMs: (NOW_S + seconds) * 1_000 }).ok).toBe(ok);
    expect(verify({ nowMs: (NOW_S + 301) * 1_000 })).toEqual({ ok: false, reason: 'too_old_or_new' });
  });

  it('fits either secret while they are rotated, on both sides', () => {
    const header = signWebhook(body, NOW_S, ['new', 'old']);
    expect(verify({ header, secrets: ['old'] }).ok).toBe(true);
    expect(verify({ header, secrets: ['new'] }).ok).toBe(true);
    expect(verify({ header: signWebhook(body, NOW_S, ['old']), secrets: ['new', 'old'] }).ok).toBe(true);
  });

  it.each([
    undefined,
    '',
    't=1',
    'v1=00',
    `v1=${'0'.repeat(64)}`,
    `t=x,v1=${'0'.repeat(64)}`,
    `t=${NOW_S},v1=${'g'.repeat(64)}`,
    `t=${NOW_S},t=${NOW_S},v1=${'0'.repeat(64)}`,
    `t=${NOW_S},${'v1=00,'.repeat(1_000)}`,
  ])('refuses a header of another form: %s', (header) => {
    expect(verifyWebhook({ body, header, secrets: ['new'], nowMs: NOW_S * 1_000 })).toEqual({
      ok: false,
      reason: 'malformed',
    });
  });
});
