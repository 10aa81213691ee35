/** What waits until something has passed a commit: what passes, and when, its caller says. Pure. */
interface Waiter {
  readonly commitLsn: bigint;
  readonly then: () => void;
}

export class CommitWaiters {
  #waiters: Waiter[] = [];

  /** Called once, in order of the commits. */
  after(commitLsn: bigint, then: () => void): void {
    this.#waiters.push({ commitLsn, then });
  }

  /** Everything up to this commit has passed; says whether anybody waited for it. */
  passed(commitLsn: bigint): boolean {
    const due = this.#waiters.filter((waiter) => waiter.commitLsn <= commitLsn);
    if (due.length === 0) return false;
    this.#waiters = this.#waiters.filter((waiter) => waiter.commitLsn > commitLsn);
    for (const { then } of due) then();
    return true;
  }

  get areWaiting(): boolean {
    return this.#waiters.length > 0;
  }

  /** Nobody waits any more. */
  clear(): void {
    this.#waiters = [];
  }
}
