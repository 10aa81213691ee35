/** Takes batches from the queue and publishes them, one at a time; the next one collects meanwhile. */
import type { DurableFrontier } from '../durable-frontier.js';
import type { ChangeSink } from '../ports.js';
import type { Bookkeeping } from './bookkeeping.js';
import type { Batch, TransactionQueue } from './transaction-queue.js';

export interface PublishLoopOptions {
  readonly queue: TransactionQueue;
  readonly frontier: DurableFrontier;
  readonly bookkeeping: Bookkeeping;
  readonly sink: ChangeSink;
  /**
   * Throws when this worker may have been taken for dead: a process that was stopped and wakes up must not publish what
   * it had in hand, because another one has gone on from the slot.
   */
  readonly requireLease: () => void;
  /** While true no batch is taken; what is to be written about positions still is. */
  readonly isPaused: () => boolean;
  /** The batch is about to be published, with what is written about it. */
  readonly onTaken: (batch: Batch) => void;
  readonly onPublished: (batch: Batch) => void;
  /** The broker holds a newer position. */
  readonly onRecorded: () => void;
}

export class PublishLoop {
  #wake: (() => void) | undefined;
  #stopping = false;

  constructor(private readonly options: PublishLoopOptions) {}

  /** Something may be there to publish. */
  wake(): void {
    this.#wake?.();
  }

  /** Finish the publish in flight and what is to be written about it; `run` then resolves. */
  stop(): void {
    this.#stopping = true;
    this.options.bookkeeping.hurry();
    this.wake();
  }

  /** Rejects with what the sink or the lease rejects with. */
  async run(): Promise<void> {
    const { queue, bookkeeping } = this.options;
    for (;;) {
      const batch = this.#stopping || this.options.isPaused() ? undefined : queue.take();
      if (batch || bookkeeping.dueInMs === 0) await this.#publish(batch);
      else if (this.#stopping) return;
      else await this.#woken(bookkeeping.dueInMs);
    }
  }

  async #publish(batch: Batch | undefined): Promise<void> {
    const { sink, bookkeeping, requireLease } = this.options;
    requireLease();
    if (batch) this.options.onTaken(batch);
    const records = batch?.records ?? sink.accumulate();
    const notes = bookkeeping.takeRecords(batch);
    for (const note of notes) records.append(note);
    const ranges = records.count > 0 ? await sink.publish(records) : new Map<string, never>();
    if (notes.length > 0) {
      bookkeeping.acknowledged();
      this.options.onRecorded();
    }
    if (!batch) return;
    for (const { commitLsn } of batch.completed) this.options.frontier.markDurable(commitLsn);
    bookkeeping.published(ranges, batch, this.options.frontier.confirmable);
    this.options.onPublished(batch);
  }

  /** Sleeps until woken or until then. What was read in this turn of the event loop goes out together. */
  async #woken(limitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = limitMs === Infinity ? undefined : setTimeout(resolve, limitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
