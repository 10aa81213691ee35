import { request } from '../domain/decide.fixture.js';
import type { Operation } from '../domain/operations.js';
import type { Posted, PostingObserver } from './batch-poster.js';
import { NotPosted } from './posting-fault.js';
import { PostingQueue, type PostingQueueOptions } from './posting-queue.js';

const silent: PostingObserver = { batch() {}, waited() {}, outcome() {}, rerun() {}, bisected() {}, isolated() {} };

/** Holds each batch until told to finish it. */
function heldPosting(options: Partial<PostingQueueOptions> = {}) {
  const sizes: number[] = [];
  const finishes: (() => void)[] = [];
  const queue = new PostingQueue({
    slots: 1,
    observer: silent,
    ...options,
    post: (requests: readonly Operation[]) =>
      new Promise<readonly Posted[]>((resolve) => {
        sizes.push(requests.length);
        finishes.push(() =>
          resolve(
            requests.map((asked) => ({
              ok: true,
              outcome: { kind: 'key_reused', paymentId: 'key' in asked ? asked.key : '' },
            })),
          ),
        );
      }),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    sizes,
    submit: (key: string) => queue.submit(request({ key })),
    async finish() {
      finishes.shift()?.();
      await settle();
    },
  };
}

describe('PostingQueue', () => {
  it('posts at once when a slot is free, and together what came meanwhile', async () => {
    const held = heldPosting();
    const answers = ['1', '2', '3', '4'].map((key) => held.submit(key));
    expect(held.sizes).toEqual([1]);
    await held.finish();
    expect(held.sizes).toEqual([1, 3]);
    await held.finish();
    expect(await Promise.all(answers)).toMatchObject(['1', '2', '3', '4'].map((paymentId) => ({ paymentId })));
  });

  it('never makes a batch larger than its cap', async () => {
    const held = heldPosting({ maxBatch: 2 });
    const answers = Promise.all(['1', '2', '3', '4', '5', '6'].map((key) => held.submit(key)));
    for (let n = 0; n < 4; n += 1) await held.finish();
    await answers;
    expect(held.sizes).toEqual([1, 2, 2, 1]);
  });

  it('turns away what exceeds its bound, before anything is done with it', async () => {
    const held = heldPosting({ maxQueued: 2 });
    const taken = [held.submit('posting'), held.submit('queued'), held.submit('queued')];
    await expect(held.submit('too many')).rejects.toMatchObject({ reason: 'overloaded' });
    await held.finish();
    await held.finish();
    await Promise.all(taken);
    expect(held.sizes).toEqual([1, 2]);
  });

  it('answers all it has taken before it has drained, and takes nothing more', async () => {
    const held = heldPosting();
    const answers = [held.submit('1'), held.submit('2')];
    let drained = false;
    const draining = held.queue.drain().then(() => (drained = true));
    await expect(held.submit('3')).rejects.toMatchObject({ reason: 'stopping' });
    await held.finish();
    expect(drained).toBe(false);
    await held.finish();
    await Promise.all([draining, ...answers]);
  });

  it('uses all its slots', async () => {
    const held = heldPosting({ slots: 2 });
    const answers = Promise.all(['1', '2', '3'].map((key) => held.submit(key)));
    expect(held.sizes).toEqual([1, 1]);
    for (let n = 0; n < 3; n += 1) await held.finish();
    await answers;
  });

  it('tells each request of a failed batch its own reason', async () => {
    const queue = new PostingQueue({
      slots: 1,
      observer: silent,
      post: (requests) =>
        Promise.resolve(requests.map(() => ({ ok: false, error: new NotPosted('database_unavailable') }))),
    });
    await expect(queue.submit(request())).rejects.toMatchObject({ reason: 'database_unavailable' });
  });
});
