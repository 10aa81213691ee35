/**
 * How far the replication slot may be told that its changes are safe.
 *
 * PostgreSQL forgets what is before the confirmed position, so telling it too much loses committed changes for good.
 * Transactions enter in commit order, become durable (Kafka has acknowledged every change of theirs) in any order, and
 * only the prefix without a gap counts, at commit boundaries. Pure: no clock, no I/O.
 */
import { formatLsn } from './lsn.js';

interface PendingTransaction {
  readonly commitLsn: bigint;
  /** Position after the commit record; unknown until Commit arrives. */
  endLsn: bigint | undefined;
  durable: boolean;
}

const COMPACT_AFTER = 1024;

export class DurableFrontier {
  #confirmable: bigint;
  #lastBegun: bigint;
  #pending: PendingTransaction[] = [];
  /** Index of the oldest pending transaction; the array is cut now and then, as shifting each time would be quadratic. */
  #head = 0;
  readonly #byCommit = new Map<bigint, PendingTransaction>();

  /** `confirmed` is the slot's confirmed position at the start of the session; the frontier never falls behind it. */
  constructor(confirmed: bigint) {
    this.#confirmable = confirmed;
    this.#lastBegun = -1n;
  }

  /**
   * Registers a transaction at its Begin, before anything of it is handed on: a keepalive that overtakes its rows must
   * already find it open. Throws RangeError when the server sends commits out of order.
   */
  begin(commitLsn: bigint): void {
    if (commitLsn <= this.#lastBegun) {
      throw new RangeError(`commit ${formatLsn(commitLsn)} follows ${formatLsn(this.#lastBegun)}`);
    }
    if (this.#newest?.endLsn === undefined && !this.idle)
      throw new RangeError('a transaction began inside another one');
    const transaction: PendingTransaction = { commitLsn, endLsn: undefined, durable: false };
    this.#lastBegun = commitLsn;
    this.#pending.push(transaction);
    this.#byCommit.set(commitLsn, transaction);
  }

  /** The open transaction's commit has arrived. Throws RangeError when it is not the one that began last. */
  commit(commitLsn: bigint, endLsn: bigint): void {
    const open = this.#newest;
    if (open?.commitLsn !== commitLsn || open.endLsn !== undefined) {
      throw new RangeError(`commit ${formatLsn(commitLsn)} without its begin`);
    }
    open.endLsn = endLsn;
    this.#advance();
  }

  /** Every change of the transaction is acknowledged by Kafka. May come before its commit was registered, in any order. */
  markDurable(commitLsn: bigint): void {
    const transaction = this.#byCommit.get(commitLsn);
    if (!transaction) return;
    transaction.durable = true;
    this.#advance();
  }

  /**
   * The server says that everything before `walEnd` has been sent. That moves an idle slot on, and only an idle one:
   * with a transaction open, queued or in flight it would claim changes that are not durable.
   */
  keepalive(walEnd: bigint): void {
    if (this.idle && walEnd > this.#confirmable) this.#confirmable = walEnd;
  }

  /** Nothing is open, queued or in flight. */
  get idle(): boolean {
    return this.#head === this.#pending.length;
  }

  /** Every change before this position is durable: what the slot's confirmed position may become. Never falls. */
  get confirmable(): bigint {
    return this.#confirmable;
  }

  get pending(): number {
    return this.#pending.length - this.#head;
  }

  get #newest(): PendingTransaction | undefined {
    return this.#pending[this.#pending.length - 1];
  }

  #advance(): void {
    for (;;) {
      const oldest = this.#pending[this.#head];
      if (!oldest?.durable || oldest.endLsn === undefined) break;
      this.#confirmable = oldest.endLsn > this.#confirmable ? oldest.endLsn : this.#confirmable;
      this.#byCommit.delete(oldest.commitLsn);
      this.#head += 1;
    }
    if (this.#head > COMPACT_AFTER && this.#head * 2 > this.#pending.length) {
      this.#pending = this.#pending.slice(this.#head);
      this.#head = 0;
    }
  }
}

/**
 * The text to give to the library so that the server is told exactly `confirmable`. The library adds one to what it is
 * given; the server reads the result as "everything before this", and one byte too many covers the start of the next
 * commit record, which is then never sent again.
 */
export function libraryAcknowledgement(confirmable: bigint): string {
  return formatLsn(confirmable - 1n);
}
