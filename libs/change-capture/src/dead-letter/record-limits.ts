/** What topics take, as their settings say and as refusals have shown. */
import type { Broker, RecordRefused } from '../ports.js';

export class RecordLimits {
  /** Lower than the setting: a limit elsewhere (of the broker, of a replica) that no setting of the topic shows. */
  readonly #shown = new Map<string, number>();

  /** Remembers a record that the broker refused though it seemed small enough; each time the limit falls, so it ends. */
  learn({ topic, bytes }: RecordRefused): void {
    if (topic === undefined || bytes === undefined) return;
    this.#shown.set(topic, Math.min(this.#shown.get(topic) ?? Infinity, bytes - 1));
  }

  async read(broker: Broker, topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const limits = new Map(await broker.recordLimits(topics));
    for (const [topic, shown] of this.#shown) limits.set(topic, Math.min(limits.get(topic) ?? Infinity, shown));
    return limits;
  }
}
