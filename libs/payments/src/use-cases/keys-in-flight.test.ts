import { KeysInFlight } from './keys-in-flight.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('KeysInFlight', () => {
  it('lets the second wait for the first, and other keys pass', async () => {
    const keys = new KeysInFlight();
    const order: string[] = [];
    let finish: () => void = () => undefined;
    const first = keys.run('a', async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      order.push('first');
    });
    const second = keys.run('a', () => Promise.resolve(order.push('second')));
    await keys.run('b', () => Promise.resolve(order.push('other')));
    await settle();
    expect(order).toEqual(['other']);
    finish();
    await Promise.all([first, second]);
    expect(order).toEqual(['other', 'first', 'second']);
  });

  it('tells that the key is in use when the first takes too long', async () => {
    const keys = new KeysInFlight(10);
    let finish: () => void = () => undefined;
    const first = keys.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    await expect(keys.run('a', () => Promise.resolve())).rejects.toMatchObject({ reason: 'idempotency_key_in_use' });
    finish();
    await first;
    await keys.run('a', () => Promise.resolve());
  });

  it('runs the second also when the first failed', async () => {
    const keys = new KeysInFlight();
    const first = keys.run('a', () => Promise.reject(new Error('first')));
    const second = keys.run('a', () => Promise.resolve('second'));
    await expect(first).rejects.toThrow('first');
    expect(await second).toBe('second');
  });
});
