import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PgSnapshot } from './pg-snapshot.js';
import { StreamWatch, type ChunkRead } from './stream-watch.js';

const TOPIC = 't';
const KEYS = 6;

/**
 * A model of server, stream and topic. A transaction writes a key and commits in two steps, as in the server: its commit
 * record is in the log first (from then on it may be streamed), later others can see it.
 */
type Step =
  | { readonly kind: 'write'; readonly key: number; readonly value: number | null }
  | { readonly kind: 'show'; readonly pick: number }
  | { readonly kind: 'stream' }
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  | { readonly kind: 'place' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('write' as const), key: fc.nat(KEYS - 1), value: fc.option(fc.nat(99)) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('show' as const), pick: fc.nat(9) }) },
  { weight: 5, arbitrary: fc.constant({ kind: 'stream' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('read' as const), from: fc.nat(KEYS - 1), to: fc.nat(KEYS - 1) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'place' as const }) },
);

interface Transaction {
  readonly xid: number;
  readonly key: number;
  readonly value: number | null;
}

type LogEntry = { readonly change: Transaction } | { readonly mark: Chunk };

interface Chunk {
  readonly read: ChunkRead;
  readonly rows: ReadonlyMap<number, number>;
}

class Model {
  readonly watch: StreamWatch;
  readonly topic = new Map<number, number>();
  #log: LogEntry[] = [];
  #hidden: Transaction[] = [];
  #visible = new Map<number, number>();
  #nextXid = 10;
  #pending: Chunk[] = [];
  readonly #covered = new Set<number>();

  constructor(maxKeptBytes = 1_000_000) {
    this.watch = new StreamWatch(maxKeptBytes);
  }

  /** Rows from before the slot, and transactions of it that are in the log and, some of them, streamed. */
  begin(steps: readonly Step[]): void {
    for (let key = 0; key < KEYS; key += 2) this.#visible.set(key, key);
    for (const one of steps) if (one.kind === 'write' || one.kind === 'show' || one.kind === 'stream') this.run(one);
    this.watch.begin();
    this.watch.accountFor(this.#snapshot());
  }

  run(one: Step): void {
    switch (one.kind) {
      case 'write':
        this.#write(one.key, one.value);
        return;
      case 'show':
        this.#show(one.pick);
        return;
      case 'stream':
        this.#stream();
        return;
      case 'read':
        this.#read(Math.min(one.from, one.to), Math.max(one.from, one.to));
        return;
      case 'place':
        this.#place();
    }
  }

  /** Everything becomes visible, keys that no chunk had are read, and the stream runs to its end. */
  finish(): void {
    while (this.#hidden.length > 0) this.#show(0);
    for (let key = 0; key < KEYS; key += 1) if (!this.#covered.has(key)) this.#read(key, key);
    while (this.#pending.length > 0) this.#place();
    while (this.#log.length > 0) this.#stream();
  }

  get table(): ReadonlyMap<number, number> {
    return this.#visible;
  }

  #snapshot(): PgSnapshot {
    const running = this.#hidden.map(({ xid }) => xid).sort((a, b) => a - b);
    return PgSnapshot.parse(`${running[0] ?? this.#nextXid}:${this.#nextXid}:${running.join(',')}`);
  }

  #write(key: number, value: number | null): void {
    // A row lock: the next writer of the key waits until the one before it has ended.
    if (this.#hidden.some((other) => other.key === key)) return;
    const transaction = { xid: this.#nextXid, key, value };
    this.#nextXid += 1;
    this.#hidden.push(transaction);
    this.#log.push({ change: transaction });
  }

  #show(pick: number): void {
    const [shown] = this.#hidden.splice(pick % Math.max(1, this.#hidden.length), 1);
    if (!shown) return;
    if (shown.value === null) this.#visible.delete(shown.key);
    else this.#visible.set(shown.key, shown.value);
  }

  #read(from: number, to: number): void {
    const snapshot = this.#snapshot();
    if (this.watch.unaccountedIn(snapshot).length > 0) return;
    const read = this.watch.startRead();
    this.watch.tookSnapshot(read, snapshot);
    const rows = new Map([...this.#visible].filter(([key]) => key >= from && key <= to));
    this.#pending.push({ read, rows });
    for (let key = from; key <= to; key += 1) this.#covered.add(key);
  }

  #place(): void {
    const chunk = this.#pending.shift();
    if (chunk) this.#log.push({ mark: chunk });
  }

  #stream(): void {
    const entry = this.#log.shift();
    if (!entry) return;
    if ('mark' in entry) this.#emit(entry.mark);
    else this.#change(entry.change);
  }

  #change({ xid, key, value }: Transaction): void {
    this.watch.begun(xid);
    this.watch.changed(TOPIC, keyOf(key));
    this.watch.committed();
    if (value === null) this.topic.delete(key);
    else this.topic.set(key, value);
  }

  #emit({ read, rows }: Chunk): void {
    const missed = this.watch.missedBy(read);
    this.watch.endRead(read);
    if (missed.wholeTopic(TOPIC)) return;
    for (const [key, value] of rows) if (!missed.key(TOPIC, keyOf(key))) this.topic.set(key, value);
  }
}

const keyOf = (key: number) => Buffer.from(String(key));
const steps = fc.array(step, { maxLength: 40 });

describe('a snapshot in the midst of the stream', () => {
  it('leaves the topic as the table is, however reads, commits and their becoming visible interleave', () => {
    fc.assert(
      fc.property(steps, steps, (before, during) => {
        const model = new Model();
        model.begin(before);
        for (const one of during) model.run(one);
        model.finish();
        expect(model.topic).toEqual(model.table);
      }),
      { numRuns: 1_000 },
    );
  });

  it('drops a row whose change was streamed before the read, and could not be seen by it yet', () => {
    const model = new Model();
    model.begin([]);
    model.run({ kind: 'write', key: 0, value: 50 });
    model.run({ kind: 'stream' });
    model.run({ kind: 'read', from: 0, to: 0 });
    model.run({ kind: 'place' });
    model.run({ kind: 'stream' });
    expect(model.topic).toEqual(new Map([[0, 50]]));
  });

  it('does not judge a read while a transaction runs that may have been streamed before the watch', () => {
    const watch = new StreamWatch(1_000);
    watch.begin();
    watch.accountFor(PgSnapshot.parse('5:9:5,7'));
    expect(watch.unaccountedIn(PgSnapshot.parse('5:9:5,7'))).toEqual([5n, 7n]);
    watch.begun(5);
    watch.committed();
    expect(watch.unaccountedIn(PgSnapshot.parse('7:10:7'))).toEqual([7n]);
    expect(watch.unaccountedIn(PgSnapshot.parse('10:10:'))).toEqual([]);
  });

  it('keeps a bounded number of keys: beyond it the whole topic counts as changed', () => {
    const watch = new StreamWatch(200);
    watch.begin();
    watch.accountFor(PgSnapshot.parse('5:5:'));
    const read = watch.startRead();
    watch.begun(5);
    for (let key = 0; key < 100; key += 1) watch.changed(TOPIC, keyOf(key));
    watch.committed();
    expect(watch.missedBy(read).key(TOPIC, keyOf(0))).toBe(true);
    expect(watch.missedBy(read).key(TOPIC, keyOf(99))).toBe(false);
    expect(watch.missedBy(read).wholeTopic(TOPIC)).toBe(true);
    watch.tookSnapshot(watch.startRead(), PgSnapshot.parse('6:6:'));
    // The first read still waits for its place.
    expect(watch.kept).toBe(1);
    watch.endRead(read);
    expect(watch.kept).toBe(0);
  });

  it('takes a truncate for a change of every key', () => {
    const watch = new StreamWatch(1_000);
    watch.begin();
    watch.accountFor(PgSnapshot.parse('5:5:'));
    const read = watch.startRead();
    watch.begun(5);
    watch.truncated(TOPIC);
    watch.committed();
    expect([watch.missedBy(read).wholeTopic(TOPIC), watch.missedBy(read).wholeTopic('other')]).toEqual([true, false]);
  });
});

describe('a snapshot of the server', () => {
  it('sees what had ended, and nothing else', () => {
    const snapshot = PgSnapshot.parse('4294967300:4294967310:4294967302,4294967305');
    const seen = [4294967299n, 4294967302n, 4294967303n, 4294967305n, 4294967309n, 4294967310n];
    expect(seen.map((xid) => snapshot.sees(xid))).toEqual([true, false, true, false, true, false]);
  });

  it('finds the whole number of a transaction that the stream counts in 32 bits, on both sides of the wrap', () => {
    const snapshot = PgSnapshot.parse('4294967295:4294967298:');
    expect([0xffff_ffff, 0, 3].map((xid) => snapshot.fullXid(xid))).toEqual([4294967295n, 4294967296n, 4294967299n]);
  });
});
