/**
 * Which keys the stream has changed in transactions that a chunk's snapshot does not see. Such a change was streamed
 * before the chunk and is newer than the chunk's row, so the row must not follow it.
 *
 * Comparing log positions does not find them: a commit record is written, and streamed, before the server lets others see
 * the transaction (with synchronous replication long before). Only the snapshot itself tells. Pure: no clock, no I/O.
 */
import { PgSnapshot } from './pg-snapshot.js';

/** What is kept of one streamed transaction. */
interface StreamedTransaction {
  readonly xid: number;
  /** `topic NUL key` of every record it led to. */
  readonly changed: Set<string>;
  /** Topics of which every key counts as changed: by a truncate, or because there were too many to keep. */
  readonly wholeTopics: Set<string>;
  /** That the names take, roughly. */
  bytes: number;
}

/** A read that is under way or waits for its place in the stream. */
export interface ChunkRead {
  /** The read's own snapshot; before it is known, one that was taken earlier. */
  snapshot: PgSnapshot;
}

const KEY_OVERHEAD_BYTES = 64;

export class StreamWatch {
  #streamed: StreamedTransaction[] = [];
  #open: StreamedTransaction | undefined;
  #keptBytes = 0;
  /** Newest snapshot known; undefined while not watching. */
  #latest: PgSnapshot | undefined;
  #watching = false;
  /** Running when the watch began, and not seen to have ended: some may have been streamed before it. */
  readonly #unaccounted = new Set<bigint>();
  readonly #reads = new Set<ChunkRead>();

  /** `maxKeptBytes` bounds the keys kept; beyond it whole tables count as changed, and their chunks are read again. */
  constructor(private readonly maxKeptBytes: number) {}

  /** Keeps what is streamed from now on. Call before the snapshot that is given to `accountFor` is taken. */
  begin(): void {
    this.#watching = true;
  }

  /** Forgets everything. Reads that wait for their place must be given up. */
  end(): void {
    this.#watching = false;
    this.#streamed = [];
    this.#open = undefined;
    this.#keptBytes = 0;
    this.#latest = undefined;
    this.#unaccounted.clear();
    this.#reads.clear();
  }

  /**
   * Takes the transactions that run in this snapshot, which was taken after `begin`, for ones that may have been streamed
   * before: in this session, or in an earlier worker's life. Until they have ended, or were streamed under watch, no read
   * can be judged.
   */
  accountFor(snapshot: PgSnapshot): void {
    this.#latest = snapshot;
    for (const xid of snapshot.runningXids) this.#unaccounted.add(xid);
  }

  /** Transactions that a read with this snapshot would have to wait for; empty when it can be judged. */
  unaccountedIn(snapshot: PgSnapshot): bigint[] {
    for (const xid of this.#unaccounted) {
      if (snapshot.sees(xid)) this.#unaccounted.delete(xid);
    }
    for (const { xid } of this.#streamed) this.#unaccounted.delete(snapshot.fullXid(xid));
    return [...this.#unaccounted];
  }

  /** A transaction's records follow, until `committed`. */
  begun(xid: number): void {
    if (this.#watching) this.#open = { xid, changed: new Set(), wholeTopics: new Set(), bytes: 0 };
  }

  /** The open transaction led to a record. */
  changed(topic: string, key: Buffer | null): void {
    const open = this.#open;
    if (!open || key === null || open.wholeTopics.has(topic)) return;
    const name = nameOf(topic, key);
    if (open.changed.has(name)) return;
    if (this.#keptBytes > this.maxKeptBytes) {
      open.wholeTopics.add(topic);
      return;
    }
    open.changed.add(name);
    open.bytes += name.length + KEY_OVERHEAD_BYTES;
    this.#keptBytes += name.length + KEY_OVERHEAD_BYTES;
  }

  /** The open transaction emptied a table. */
  truncated(topic: string): void {
    this.#open?.wholeTopics.add(topic);
  }

  committed(): void {
    const ended = this.#open;
    if (!ended) return;
    this.#open = undefined;
    if (this.#seenByAll(ended)) this.#keptBytes -= ended.bytes;
    else this.#streamed.push(ended);
  }

  /** A read begins: its snapshot will be no older than the newest one known. Throws RangeError before `accountFor`. */
  startRead(): ChunkRead {
    if (!this.#latest) throw new RangeError('a read was begun before the running transactions were accounted for');
    const read = { snapshot: this.#latest };
    this.#reads.add(read);
    return read;
  }

  /** The read's own snapshot is known. */
  tookSnapshot(read: ChunkRead, snapshot: PgSnapshot): void {
    read.snapshot = snapshot;
    this.#latest = snapshot;
    this.#prune();
  }

  /** The read was emitted or given up. */
  endRead(read: ChunkRead): void {
    this.#reads.delete(read);
    this.#prune();
  }

  /** What of a read the stream has newer, at this place of the stream. */
  missedBy(read: ChunkRead): MissedChanges {
    const missed = this.#streamed.filter(({ xid }) => !read.snapshot.sees(read.snapshot.fullXid(xid)));
    return {
      wholeTopic: (topic) => missed.some(({ wholeTopics }) => wholeTopics.has(topic)),
      key: (topic, key) => {
        const name = nameOf(topic, key);
        return missed.some(({ changed }) => changed.has(name));
      },
    };
  }

  /** Transactions kept; for tests of the bound. */
  get kept(): number {
    return this.#streamed.length;
  }

  /** Drops what every read under way sees. */
  #prune(): void {
    this.#streamed = this.#streamed.filter((transaction) => {
      const seen = this.#seenByAll(transaction);
      if (seen) this.#keptBytes -= transaction.bytes;
      return !seen;
    });
  }

  /** Whether no read that is under way or will begin can miss the transaction: who sees it once sees it ever after. */
  #seenByAll({ xid }: StreamedTransaction): boolean {
    const latest = this.#latest;
    if (!latest?.sees(latest.fullXid(xid))) return false;
    for (const { snapshot } of this.#reads) if (!snapshot.sees(snapshot.fullXid(xid))) return false;
    return true;
  }
}

export interface MissedChanges {
  /** Nothing of the chunk is to be emitted there: it is read again. */
  wholeTopic(topic: string): boolean;
  key(topic: string, key: Buffer): boolean;
}

/** Latin-1 keeps every byte as it is, so that equal texts are equal bytes. */
const nameOf = (topic: string, key: Buffer) => `${topic}\0${key.toString('latin1')}`;
