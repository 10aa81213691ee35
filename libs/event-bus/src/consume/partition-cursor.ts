/** Where this member stands in its partitions. Pure: no client, no clock. */
import type { AssignedPartition } from './consumed-batch.js';

export interface Cursor {
  readonly assigned: AssignedPartition;
  /** The next offset to read. */
  next: bigint;
  /** The last offset told to Kafka, for its lag display only. */
  committed: bigint | undefined;
}

/**
 * Cursors of one assignment. A batch is taken only when it was fetched from where we stand: kafkajs may hand over one
 * that it fetched before a seek or for an earlier assignment, and skipping ahead with it would lose records.
 */
export class PartitionCursors {
  readonly #cursors = new Map<string, Cursor>();

  /** Forgets the earlier assignment; until the next one every batch is refused. */
  clear(): void {
    this.#cursors.clear();
  }

  assign(positions: readonly { readonly assigned: AssignedPartition; readonly next: bigint }[]): void {
    this.clear();
    for (const { assigned, next } of positions) {
      this.#cursors.set(slotOf(assigned.topic, assigned.partition), { assigned, next, committed: undefined });
    }
  }

  /** The cursor, when a batch fetched from `fetchedOffset` goes on from it; undefined when it must be dropped. */
  accepting(topic: string, partition: number, fetchedOffset: bigint): Cursor | undefined {
    const cursor = this.#cursors.get(slotOf(topic, partition));
    return cursor && fetchedOffset <= cursor.next ? cursor : undefined;
  }

  get(topic: string, partition: number): Cursor | undefined {
    return this.#cursors.get(slotOf(topic, partition));
  }

  /**
   * Offsets that hold nothing to read (aborted records, transaction markers). kafkajs passes them by without giving a
   * batch; without this the next batch would look like one that skips ahead.
   */
  passEmpty(topic: string, partition: number, firstOffset: bigint, lastOffset: bigint): void {
    const cursor = this.#cursors.get(slotOf(topic, partition));
    if (cursor && firstOffset <= cursor.next && cursor.next <= lastOffset) cursor.next = lastOffset + 1n;
  }

  /** Positions that Kafka has not been told, and marks them as told. */
  takeUncommitted(): { topic: string; partition: number; offset: string }[] {
    const dirty = [...this.#cursors.values()].filter((cursor) => cursor.committed !== cursor.next);
    for (const cursor of dirty) cursor.committed = cursor.next;
    return dirty.map(({ assigned: { topic, partition }, next }) => ({ topic, partition, offset: next.toString() }));
  }

  get size(): number {
    return this.#cursors.size;
  }
}

const slotOf = (topic: string, partition: number) => `${topic}/${partition}`;
