/** Puts posting together: connections, posters, queue. The one place that knows all its parts. */
import { platformWalletIds } from '@vf/contracts';
import { v7 as uuidv7 } from 'uuid';
import { isKeyed, keyOfOperation, type Operation } from './domain/operations.js';
import type { Outcome, WriteAnswer } from './domain/posting.js';
import { feeWalletPicker } from './domain/platform-shards.js';
import { postBatch } from './store/post-batch.js';
import { createPostingPool, type PostingPoolOptions } from './store/posting-pool.js';
import { BatchPoster, type PostingObserver } from './use-cases/batch-poster.js';
import { KeysInFlight } from './use-cases/keys-in-flight.js';
import { PostingQueue } from './use-cases/posting-queue.js';

export interface PostingOptions extends Omit<PostingPoolOptions, 'slots'> {
  /** Writes the answer that is pinned to a key. */
  readonly writeAnswer: WriteAnswer;
  readonly observer: PostingObserver;
  /** Batches under way at once, each on a connection of its own. */
  readonly slots?: number;
  readonly maxBatch?: number;
  readonly maxQueued?: number;
  /** How long a request waits for an earlier one with its key. */
  readonly keyWaitMs?: number;
}

export interface Posting {
  /** Resolves with what was decided; rejects with NotPosted. */
  submit(operation: Operation): Promise<Outcome>;
  /** Requests that wait for a slot. */
  queued(): number;
  /** Answers all that was taken, takes nothing more, and closes the connections. */
  close(): Promise<void>;
}

/**
 * Two, so that one batch is being decided and sent while the server works on the other. More gain nothing where all
 * pay one wallet, and take from the size of the batches elsewhere.
 */
const DEFAULT_SLOTS = 2;

export function createPosting(options: PostingOptions): Posting {
  const slots = options.slots ?? DEFAULT_SLOTS;
  const pool = createPostingPool({ ...options, slots });
  const { writeAnswer, observer } = options;
  const feeWalletOf = feeWalletPicker(platformWalletIds, uuidv7());
  const poster = (slot: number) =>
    new BatchPoster({
      attempt: (requests, patience) =>
        postBatch(pool, requests, { writeAnswer, feeWalletId: feeWalletOf(slot, Date.now()), patience }),
      observer,
    });
  const posters = Array.from({ length: slots }, (_, slot) => poster(slot));
  const queue = new PostingQueue({ ...options, posters });
  const keys = new KeysInFlight(options.keyWaitMs);
  return {
    submit: (operation) =>
      isKeyed(operation) ? keys.run(keyOfOperation(operation), () => queue.submit(operation)) : queue.submit(operation),
    queued: () => queue.queued,
    async close() {
      await queue.drain();
      await pool.end();
    },
  };
}
