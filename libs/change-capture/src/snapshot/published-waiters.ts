/** What waits until everything up to a commit is acknowledged by the broker. Pure. */
interface Waiter {
  readonly commitLsn: bigint;
  readonly then: () => void;
}

export class PublishedWaiters {
  #waiters: Waiter[] = [];

  /** Called once, in order of the commits. */
  after(commitLsn: bigint, then: () => void): void {
    this.#waiters.push({ commitLsn, then });
  }

  /** Everything up to this commit is acknowledged. */
  published(commitLsn: bigint): void {
    const due = this.#waiters.filter((waiter) => waiter.commitLsn <= commitLsn);
    if (due.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => waiter.commitLsn > commitLsn);
    for (const { then } of due) then();
  }

  /** Nobody waits any more. */
  clear(): void {
    this.#waiters = [];
  }
}
