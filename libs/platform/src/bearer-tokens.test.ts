import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { apiTokens } from './bearer-tokens.js';

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
const tokens = apiTokens.parse(`alice:analyst:${digest('t1')}, bob:finance:${digest('t2')}`);

describe('bearer tokens', () => {
  it('name their holder and role', () => {
    expect(tokens.holderOf('Bearer t1')).toEqual({ name: 'alice', role: 'analyst' });
    expect(tokens.holderOf('Bearer t2')).toEqual({ name: 'bob', role: 'finance' });
  });

  it.each([undefined, '', 'Bearer ', 'Bearer t3', 'Basic t1', 't1', `Bearer ${digest('t1')}`])(
    'refuse %s',
    (header) => {
      expect(tokens.holderOf(header)).toBeUndefined();
    },
  );

  it('take the scheme in any case, as HTTP does', () => {
    expect(tokens.holderOf('bearer  t1')).toEqual({ name: 'alice', role: 'analyst' });
  });

  it('refuse a role that no API asks for', () => {
    expect(apiTokens.safeParse(`alice:analist:${digest('t1')}`).error?.issues[0]?.message).toContain(
      'analyst, finance',
    );
  });

  it('refuse a setting that is not a list of hashes', () => {
    expect(apiTokens.safeParse('alice:analyst:plain-token').success).toBe(false);
  });
});
