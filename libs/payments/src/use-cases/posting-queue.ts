/**
 * Where payments wait to be posted. A free slot takes what is there at once, be it one; while all slots are busy the
 * rest gather and then go together. No timer: an idle service adds no latency, a busy one batches by itself.
 */
import type { Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import type { Posted, PostingObserver } from './batch-poster.js';
import { NotPosted } from './posting-fault.js';

export interface PostingQueueOptions {
  /** Posts one batch and never rejects. */
  readonly post: (requests: readonly Operation[]) => Promise<readonly Posted[]>;
  readonly observer: PostingObserver;
  /** Batches under way at once. */
  readonly slots: number;
  /** Beyond some 250 a batch only takes longer; throughput does not rise any more. */
  readonly maxBatch?: number;
  /** Waiting requests beyond which new ones are turned away rather than made to wait for nothing. */
  readonly maxQueued?: number;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

interface Waiting {
  readonly request: Operation;
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: NotPosted) => void;
}

const MAX_BATCH = 250;
const MAX_QUEUED = 5_000;

export class PostingQueue {
  readonly #waiting: Waiting[] = [];
  readonly #slots: number;
  readonly #maxBatch: number;
  readonly #maxQueued: number;
  readonly #now: () => number;
  #busy = 0;
  #stopping = false;
  #whenIdle: (() => void)[] = [];

  constructor(private readonly options: PostingQueueOptions) {
    this.#slots = options.slots;
    this.#maxBatch = options.maxBatch ?? MAX_BATCH;
    this.#maxQueued = options.maxQueued ?? MAX_QUEUED;
    this.#now = options.now ?? (() => performance.now());
  }

  get queued(): number {
    return this.#waiting.length;
  }

  /** Resolves with what was decided. Rejects with NotPosted; `overloaded` and `stopping` before anything was done. */
  submit(request: Operation): Promise<Outcome> {
    if (this.#stopping) return this.#turnAway(new NotPosted('stopping'));
    if (this.#waiting.length >= this.#maxQueued) return this.#turnAway(new NotPosted('overloaded'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, since: this.#now(), resolve, reject });
      this.#fillSlots();
    });
  }

  /** Takes nothing new; resolves when all that was taken is answered. */
  async drain(): Promise<void> {
    this.#stopping = true;
    if (this.#busy === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #turnAway(error: NotPosted): Promise<never> {
    this.options.observer.outcome(error.reason);
    return Promise.reject(error);
  }

  #fillSlots(): void {
    while (this.#busy < this.#slots && this.#waiting.length > 0) {
      this.#busy += 1;
      void this.#post(this.#waiting.splice(0, this.#maxBatch));
    }
  }

  async #post(batch: readonly Waiting[]): Promise<void> {
    const { observer, post } = this.options;
    const started = this.#now();
    for (const { since } of batch) observer.waited(started - since);
    try {
      const results = await post(batch.map(({ request }) => request));
      observer.batch(batch.length, this.#now() - started);
      batch.forEach((waiting, n) => this.#answer(waiting, results[n]));
    } finally {
      this.#busy -= 1;
      this.#fillSlots();
      if (this.#busy === 0) for (const idle of this.#whenIdle.splice(0)) idle();
    }
  }

  #answer({ resolve, reject }: Waiting, result: Posted | undefined): void {
    const error = result === undefined ? new NotPosted('internal_error') : result.ok ? undefined : result.error;
    if (error) {
      this.options.observer.outcome(error.reason);
      reject(error);
    } else if (result?.ok) {
      this.options.observer.outcome(result.outcome.kind);
      resolve(result.outcome);
    }
  }
}
