/**
 * What makes a producer idempotent: its id, and the sequence number of each partition's next record. The broker drops a
 * batch whose sequence it has seen, so the same batch may be sent until it is answered. Pure.
 *
 * A sequence moves on with an acknowledgement and not before. With one request in flight per partition a batch that is
 * sent again has the same number by itself, and one that was refused leaves no gap.
 */
import type { ProducerStamp } from './record-batch.js';

export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

const LARGEST_SEQUENCE = 0x7fff_ffff;

export class ProducerState {
  readonly #next = new Map<string, number>();

  constructor(
    private readonly identity: ProducerIdentity,
    private readonly transactional = false,
  ) {}

  /** The stamp of the partition's next batch. */
  stamp(topic: string, partition: number): ProducerStamp {
    const baseSequence = this.#next.get(slotOf(topic, partition)) ?? 0;
    return { ...this.identity, baseSequence, transactional: this.transactional };
  }

  /** The broker holds so many records more. Sequences begin anew after the largest 32-bit integer. */
  acknowledged(topic: string, partition: number, records: number): void {
    const slot = slotOf(topic, partition);
    const next = (this.#next.get(slot) ?? 0) + records;
    this.#next.set(slot, next > LARGEST_SEQUENCE ? next - LARGEST_SEQUENCE - 1 : next);
  }
}

export const slotOf = (topic: string, partition: number) => `${topic}/${String(partition)}`;
