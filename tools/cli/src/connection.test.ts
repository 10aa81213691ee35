import { describe, expect, it } from '@jest/globals';
import { connectionOf, NoWorkerKnown } from './connection.js';
import { WrongUsage } from './exit-codes.js';

const stack = { urls: { 'cdc-worker': 'http://127.0.0.1:1' }, operatorToken: 'of-the-stack' };
const noStack = () => undefined;
const settings = { VENDORFLOW_CAPTURE_URL: 'http://set:2/', VENDORFLOW_TOKEN: 'set' };

describe('the worker to speak to', () => {
  it('is that of the flags, then of the settings, then of the stack', () => {
    const flags = { url: 'https://given:3', token: 'given' };
    expect(connectionOf(flags, settings, () => stack)).toEqual({ url: 'https://given:3', token: 'given' });
    expect(connectionOf({}, settings, () => stack)).toEqual({ url: 'http://set:2', token: 'set' });
    expect(connectionOf({}, {}, () => stack)).toEqual({ url: 'http://127.0.0.1:1', token: 'of-the-stack' });
    expect(connectionOf({ token: 'given' }, {}, () => stack)).toMatchObject({ token: 'given' });
  });

  it('never gets the token of the stack at another address', () => {
    expect(() => connectionOf({ url: 'http://given:3' }, {}, () => stack)).toThrow(WrongUsage);
  });

  it('is unknown without any of them', () => {
    expect(() => connectionOf({}, {}, noStack)).toThrow(NoWorkerKnown);
    expect(() => connectionOf({ token: 'given' }, {}, () => ({ ...stack, urls: {} }))).toThrow(NoWorkerKnown);
  });

  it.each(['127.0.0.1:8081', 'worker', 'ftp://worker', ''])('is not at %j', (url) => {
    expect(() => connectionOf({ url, token: 'given' }, {}, noStack)).toThrow(WrongUsage);
  });
});
