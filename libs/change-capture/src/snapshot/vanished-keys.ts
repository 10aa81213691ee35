/**
 * Which keys of a partition were last written before an epoch and not since. After every row was read again in the epoch,
 * these are the keys that vanished from the source. Pure; bounded: when there are too many to hold, it keeps a part of
 * them, told by the key's hash, and says which parts are left for further passes.
 */
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER, parseEventId, parseSnapshotId } from '@vf/contracts';
import { murmur2 } from '../murmur2.js';
import type { ScannedRecord } from '../ports.js';

/** The keys whose hash leaves that remainder. */
export interface HashClass {
  readonly modulus: number;
  readonly remainder: number;
}

export const everyKey: HashClass = { modulus: 1, remainder: 0 };

const KEY_OVERHEAD_BYTES = 96;

export class OldKeys {
  /** Key to the offset of its last record. */
  readonly #keys = new Map<string, bigint>();
  readonly #left: HashClass[] = [];
  #class: HashClass;
  #bytes = 0;

  constructor(
    private readonly epoch: number,
    wanted: HashClass,
    private readonly maxBytes: number,
  ) {
    this.#class = wanted;
  }

  /** Takes a partition's records in their order. */
  read({ key, value, offset, headers }: ScannedRecord): void {
    if (key === null || !isIn(this.#class, murmur2(key))) return;
    const name = key.toString('latin1');
    // A tombstone, or a record of the epoch itself: the key is no longer one that only old records speak of.
    if (value === null || epochOf(headers) >= this.epoch) this.forget(name);
    else this.#keep(name, offset);
  }

  get size(): number {
    return this.#keys.size;
  }

  /** The classes that were left out since there was no room for them. */
  get left(): readonly HashClass[] {
    return this.#left;
  }

  /** Whether this is the last record of a key that is held. */
  isLast({ key, offset }: Pick<ScannedRecord, 'key' | 'offset'>): boolean {
    return key !== null && this.#keys.get(key.toString('latin1')) === offset;
  }

  has(key: Buffer): boolean {
    return this.#keys.has(key.toString('latin1'));
  }

  /** `name` is the key's bytes as Latin-1. */
  forget(name: string): void {
    if (this.#keys.delete(name)) this.#bytes -= name.length + KEY_OVERHEAD_BYTES;
  }

  #keep(name: string, offset: bigint): void {
    if (!this.#keys.has(name)) this.#bytes += name.length + KEY_OVERHEAD_BYTES;
    this.#keys.set(name, offset);
    while (this.#bytes > this.maxBytes && this.#keys.size > 1) this.#split();
  }

  #split(): void {
    const { modulus, remainder } = this.#class;
    this.#class = { modulus: modulus * 2, remainder };
    this.#left.push({ modulus: modulus * 2, remainder: remainder + modulus });
    for (const name of this.#keys.keys()) {
      if (!isIn(this.#class, murmur2(Buffer.from(name, 'latin1')))) this.forget(name);
    }
  }
}

const isIn = ({ modulus, remainder }: HashClass, hash: number) => (hash >>> 0) % modulus === remainder;

/** 0 for a record without an id: it is older than any. */
export function epochOf(headers: Readonly<Record<string, string>>): number {
  const event = headers[EVENT_ID_HEADER];
  if (event !== undefined) return parseEventId(event).epoch;
  const snapshot = headers[SNAPSHOT_ID_HEADER];
  return snapshot === undefined ? 0 : parseSnapshotId(snapshot).epoch;
}
