/** What topics take, as their settings say and as refusals have shown. */
import type { Broker, RecordRefused } from '../ports.js';

export class RecordLimits {
  /** Lower than the setting: a limit elsewhere (of the broker, of a replica) that no setting of the topic shows. */
  readonly #shown = new Map<string, number>();

  /**
   * Remembers a record that the broker refused though it seemed small enough. False when that tells nothing new: then the
   * same record would come again and again.
   */
  learn({ topic, bytes }: RecordRefused): boolean {
    if (topic === undefined || bytes === undefined) return false;
    if (bytes > (this.#shown.get(topic) ?? Infinity)) return false;
    this.#shown.set(topic, bytes - 1);
    return true;
  }

  async read(broker: Broker, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const limits = new Map(await broker.recordLimits(topics));
    for (const [topic, shown] of this.#shown) limits.set(topic, Math.min(limits.get(topic) ?? Infinity, shown));
    return limits;
  }
}
