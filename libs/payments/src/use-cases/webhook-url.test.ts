import { describe, expect, it } from '@jest/globals';
import { isWebhookAddress, webhookUrl } from './webhook-url.js';

const strict = { allowLoopback: false, allowPrivate: false };

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
