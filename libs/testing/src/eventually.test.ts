import { eventually } from './eventually.js';

describe('eventually', () => {
  it('returns the first value that does not throw', async () => {
    let tries = 0;
    const value = await eventually(
      () => {
        tries += 1;
        if (tries < 3) throw new Error('not yet');
        return tries;
      },
      { intervalMs: 1 },
    );
    expect(value).toBe(3);
  });

  it('gives the last failure when the time is over', async () => {
    const attempt = eventually(() => Promise.reject(new Error('balance is 7')), { timeoutMs: 20, intervalMs: 1 });
    await expect(attempt).rejects.toThrow('Still failing after 20 ms: balance is 7');
  });

  it('cuts off an attempt that hangs', async () => {
    const attempt = eventually(() => new Promise<void>(() => undefined), { timeoutMs: 20 });
    await expect(attempt).rejects.toThrow('the attempt did not finish');
  });
});
