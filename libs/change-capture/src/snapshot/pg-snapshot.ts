/** A snapshot of the server as `pg_current_snapshot()` writes it: which transactions' effects a read could see. Pure. */

const TEXT = /^(\d+):(\d+):((?:\d+)(?:,\d+)*)?$/;
const WRAP = 1n << 32n;
const HALF_WRAP = 1n << 31n;

export class PgSnapshot {
  private constructor(
    /** Transactions from here on had not begun. */
    private readonly xmax: bigint,
    /** Transactions before this one had ended. */
    private readonly xmin: bigint,
    private readonly running: ReadonlySet<bigint>,
  ) {}

  /** Reads `xmin:xmax:xip,...`. Throws RangeError. */
  static parse(text: string): PgSnapshot {
    const [, xmin, xmax, running] = TEXT.exec(text) ?? [];
    if (xmin === undefined || xmax === undefined) throw new RangeError(`not a snapshot: ${text.slice(0, 40)}`);
    return new PgSnapshot(BigInt(xmax), BigInt(xmin), new Set(running?.split(',').map(BigInt)));
  }

  /**
   * Whether the transaction had ended for this snapshot. A transaction whose commit record is written, and may be
   * streamed, has not ended before the server takes it off its list of running ones.
   */
  sees(xid: bigint): boolean {
    return xid < this.xmax && (xid < this.xmin || !this.running.has(xid));
  }

  /** The stream counts transactions in 32 bits, snapshots in 64: the one that is nearest. */
  fullXid(xid: number): bigint {
    const near = (this.xmax / WRAP) * WRAP + BigInt(xid);
    if (near > this.xmax + HALF_WRAP) return near - WRAP;
    return near < this.xmax - HALF_WRAP ? near + WRAP : near;
  }

  /** Top-level transactions that were running and had written something. */
  get runningXids(): ReadonlySet<bigint> {
    return this.running;
  }
}
