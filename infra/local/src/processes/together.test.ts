import { together } from './together.js';

describe('together', () => {
  it('gives all values', async () => {
    expect(await together([Promise.resolve(1), Promise.resolve('two')], () => undefined)).toEqual([1, 'two']);
  });

  it('tells the others to give up at the first failure, and waits for them', async () => {
    const stop = new AbortController();
    let otherEnded = false;
    const other = new Promise<void>((_, reject) => {
      stop.signal.addEventListener('abort', () => {
        setTimeout(() => {
          otherEnded = true;
          reject(new Error('gave up'));
        }, 20);
      });
    });
    const failing = Promise.reject(new Error('port taken'));
    await expect(together([other, failing], (reason) => stop.abort(reason))).rejects.toThrow('port taken');
    expect(otherEnded).toBe(true);
  });
});
