import fc from 'fast-check';
import { request } from '../domain/decide.fixture.js';
import type { Operation } from '../domain/operations.js';
import type { Posted, PostingObserver } from './batch-poster.js';
import { NotPosted } from './posting-fault.js';
import { PostingQueue, type PostingQueueOptions } from './posting-queue.js';

const silent: PostingObserver = { batch() {}, waited() {}, outcome() {}, rerun() {}, bisected() {}, isolated() {} };

/** Holds each batch until told to finish it. */
function heldPosting({ slots = 1, ...options }: Partial<PostingQueueOptions> & { slots?: number } = {}) {
  const batches: string[][] = [];
  const finishes: (() => void)[] = [];
  const poster = {
    post: (requests: readonly Operation[]) =>
      new Promise<readonly Posted[]>((resolve) => {
        const keys = requests.map((asked) => ('key' in asked ? asked.key : ''));
        batches.push(keys);
        finishes.push(() =>
          resolve(keys.map((paymentId) => ({ ok: true, outcome: { kind: 'key_reused', paymentId } }))),
        );
      }),
  };
  const queue = new PostingQueue({
    observer: silent,
    ...options,
    posters: Array.from({ length: slots }, () => poster),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    batches,
    get sizes() {
      return batches.map(({ length }) => length);
    },
    submit: (key: string) => queue.submit(request({ key })),
    /** Between two wallets, named by a letter each. */
    pay: (from: string, to: string) =>
      queue.submit(request({ key: `${from}${to}`, senderWalletId: from, recipientWalletId: to })),
    /** The oldest batch, or another one. */
    async finish(n = 0) {
      finishes.splice(n, 1)[0]?.();
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
    const post = (requests: readonly Operation[]) =>
      Promise.resolve(requests.map(() => ({ ok: false as const, error: new NotPosted('database_unavailable') })));
    const queue = new PostingQueue({ posters: [{ post }], observer: silent });
    await expect(queue.submit(request())).rejects.toMatchObject({ reason: 'database_unavailable' });
  });
  it('sends beside a batch under way only what shares no wallet with it, in the order of each wallet', async () => {
    const held = heldPosting({ slots: 2 });
    const first = [held.pay('a', 'b'), held.pay('b', 'c'), held.pay('c', 'd'), held.pay('d', 'e'), held.pay('x', 'y')];
    // The second follows the first; what wants c or d waits behind it.
    expect(held.batches).toEqual([['ab'], ['bc']]);
    await held.finish();
    expect(held.batches.slice(2)).toEqual([['xy']]);
    await held.finish(0);
    expect(held.batches.slice(3)).toEqual([['cd', 'de']]);
    await held.finish();
    await held.finish();
    await Promise.all(first);
  });

  it('lets one batch follow another to the database, when all that waits wants its wallets, and no second', async () => {
    const held = heldPosting({ slots: 3 });
    const paid = ['b', 'c', 'd', 'e'].map((from) => held.pay(from, 'a'));
    expect(held.batches).toEqual([['ba'], ['ca']]);
    await held.finish();
    expect(held.batches.slice(2)).toEqual([['da', 'ea']]);
    await held.finish();
    await held.finish();
    await Promise.all(paid);
  });

  it('has every operation answered, whatever wallets they meet in', async () => {
    const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(letters, letters), { maxLength: 40 }), fc.nat(), async (pairs, seed) => {
        const held = heldPosting({ slots: 1 + (seed % 4), maxBatch: 5 });
        const answers = pairs.map(([from, to]) => held.pay(from, to));
        for (let n = 0; n < pairs.length; n += 1) await held.finish((seed + n) % 2);
        for (let n = 0; n < pairs.length; n += 1) await held.finish();
        await Promise.all(answers);
        expect(held.batches.flat()).toHaveLength(pairs.length);
      }),
    );
  });
});
