/**
 * Where operations wait to be posted. A free slot takes what is there and meets no wallet of a batch under way, be it one
 * operation: at once, or, while a batch follows another to the database, when the next one ends. What has to wait gathers
 * and then goes together. No timer: an idle service adds no latency, a busy one batches by itself.
 */
import { walletsNamedBy, type Operation } from '../domain/operations.js';
import type { Outcome } from '../domain/posting.js';
import type { Posted, PostingObserver } from './batch-poster.js';
import { NotPosted } from './posting-fault.js';
import { WalletsUnderWay } from './wallets-under-way.js';

/** Posts one batch and never rejects. */
export interface Poster {
  post(requests: readonly Operation[]): Promise<readonly Posted[]>;
}

export interface PostingQueueOptions {
  /** A poster a slot: so many batches are under way at once. */
  readonly posters: readonly Poster[];
  readonly observer: PostingObserver;
  /** Beyond some 250 a batch only takes longer; throughput does not rise any more. */
  readonly maxBatch?: number;
  /** Waiting requests beyond which new ones are turned away rather than made to wait for nothing. */
  readonly maxQueued?: number;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

interface Waiting {
  readonly request: Operation;
  readonly walletIds: readonly string[];
  readonly since: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: NotPosted) => void;
}

const MAX_BATCH = 250;
const MAX_QUEUED = 5_000;

export class PostingQueue {
  #waiting: Waiting[] = [];
  readonly #free: Poster[];
  readonly #slots: number;
  readonly #underWay = new WalletsUnderWay();
  readonly #maxBatch: number;
  readonly #maxQueued: number;
  readonly #now: () => number;
  /** A batch is under way that waits at the database for the wallets of another. */
  #followed = false;
  #stopping = false;
  #whenIdle: (() => void)[] = [];

  constructor(private readonly options: PostingQueueOptions) {
    this.#free = [...options.posters].reverse();
    this.#slots = options.posters.length;
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
      this.#waiting.push({ request, walletIds: walletsNamedBy(request), since: this.#now(), resolve, reject });
      // Thousands may wait for one wallet; they are not looked through again for each that comes.
      if (!this.#followed || this.#waiting.length === 1) this.#fillSlots();
    });
  }

  /** Takes nothing new; resolves when all that was taken is answered. */
  async drain(): Promise<void> {
    this.#stopping = true;
    if (this.#isIdle() && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #isIdle(): boolean {
    return this.#free.length === this.#slots;
  }

  #turnAway(error: NotPosted): Promise<never> {
    this.options.observer.outcome(error.reason);
    return Promise.reject(error);
  }

  #fillSlots(): void {
    while (this.#free.length > 0 && this.#waiting.length > 0) {
      const { chosen, left } = this.#underWay.choose(this.#waiting, this.#maxBatch);
      // All that waits wants wallets of a batch under way, as when everybody pays one. One batch may follow it at the
      // database, so that the locks pass on without a round trip; a second would only wait longer, and be smaller.
      const follows = chosen.length === 0;
      if (follows && this.#followed) return;
      const batch = follows ? this.#waiting.slice(0, this.#maxBatch) : chosen;
      this.#waiting = follows ? this.#waiting.slice(this.#maxBatch) : left;
      this.#followed ||= follows;
      const poster = this.#free.pop();
      if (poster) void this.#post(batch, poster);
    }
  }

  async #post(batch: readonly Waiting[], poster: Poster): Promise<void> {
    const { observer } = this.options;
    const started = this.#now();
    this.#underWay.add(batch);
    try {
      for (const { since } of batch) observer.waited(started - since);
      const results = await poster.post(batch.map(({ request }) => request));
      observer.batch(batch.length, this.#now() - started);
      batch.forEach((waiting, n) => this.#answer(waiting, results[n]));
    } catch {
      // Not to happen: a poster never rejects, an observer never throws. Nobody is left waiting for an answer.
      for (const { reject } of batch) reject(new NotPosted('outcome_unknown'));
    } finally {
      this.#underWay.remove(batch);
      // What followed leads now. With more than two slots it may still wait, and a second may follow: that costs time only.
      this.#followed = false;
      this.#free.push(poster);
      this.#fillSlots();
      if (this.#isIdle()) for (const idle of this.#whenIdle.splice(0)) idle();
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
