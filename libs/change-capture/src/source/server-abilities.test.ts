import { describe, expect, it } from '@jest/globals';
import { requireFailover } from './server-abilities.js';

describe('a failover slot', () => {
  it('on a server before PostgreSQL 17 is a typed stop that says what to change', () => {
    const ask = (version: number, failover?: boolean) => () =>
      requireFailover({ version }, { slot: 'vf_shop', failover });
    expect(ask(160_009, true)).toThrow(
      expect.objectContaining({
        code: 'failover-unsupported',
        message: expect.stringContaining('Slot vf_shop is declared as a failover slot'),
        repair: 'Take slot.failover off the pipeline, or upgrade the server to PostgreSQL 17 or newer.',
      }),
    );
    for (const allowed of [ask(170_000, true), ask(160_009, false), ask(160_009)]) expect(allowed).not.toThrow();
  });
});
