/** Holds back a request whose key is already on its way, so that a retry is answered by the first one's outcome. */
import { NotPosted } from './posting-fault.js';

const WAIT_MS = 2_000;

/**
 * Only a courtesy within this process: that a key posts once is the database's doing. Without it fifty impatient
 * retries would take fifty places in the queue, and none could be told that the first is still under way.
 */
export class KeysInFlight {
  readonly #first = new Map<string, Promise<unknown>>();

  constructor(private readonly waitMs = WAIT_MS) {}

  /**
   * Runs the work, after an earlier one with the same key has ended, however it did. Rejects with NotPosted
   * (idempotency_key_in_use) when that takes too long.
   */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const earlier = this.#first.get(key);
    if (earlier) {
      await this.#within(earlier);
      return work();
    }
    const running = work();
    this.#first.set(key, running);
    try {
      return await running;
    } finally {
      this.#first.delete(key);
    }
  }

  async #within(earlier: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new NotPosted('idempotency_key_in_use')), this.waitMs);
    });
    try {
      await Promise.race([earlier.catch(() => undefined), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
