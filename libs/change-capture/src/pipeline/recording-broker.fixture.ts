/** The port to the broker with a memory that a test can read, and a door that it can shut. Real brokers: apps/cdc-worker. */
import { recordSize } from '../dead-letter/record-size.js';
import type { ChangeRecord } from '../encode/change-record.js';
import type { TablePlan } from '../encode/table-plan.js';
import {
  RecordRefused,
  type Broker,
  type ChangeSink,
  type PartitionScan,
  type PublishedRange,
  type RecordAccumulator,
  type SinkOptions,
} from '../ports.js';

export const POSITIONS_TOPIC = 'positions';
export const PROGRESS_TOPIC = 'progress';

/** Keeps copies, as the port says. */
export class RecordedBatch implements RecordAccumulator {
  readonly records: ChangeRecord[] = [];
  bytes = 0;

  append(record: ChangeRecord): void {
    const [key, value] = [record.key && Buffer.from(record.key), record.value && Buffer.from(record.value)];
    this.records.push({ ...record, key, value });
    this.bytes += (key?.length ?? 0) + (value?.length ?? 0);
  }

  get count(): number {
    return this.records.length;
  }
}

/** What was appended to an accumulator of the recording broker. */
export function recordsIn(accumulator: RecordAccumulator): readonly ChangeRecord[] {
  if (!(accumulator instanceof RecordedBatch)) throw new TypeError('records of another broker');
  return accumulator.records;
}

export class RecordingBroker implements Broker {
  readonly records: ChangeRecord[] = [];
  /** Records of each publish that was acknowledged. */
  readonly publishes: number[] = [];
  /** Key whose record is refused for ever. */
  refusedKey: string | undefined;
  /** max.message.bytes by topic. */
  readonly limits = new Map<string, number>();
  readonly #ends = new Map<string, Map<number, bigint>>();
  #away: Promise<void> | undefined;
  #comeBack: () => void = () => undefined;

  constructor(tables: readonly Pick<TablePlan, 'topic' | 'partitions'>[]) {
    for (const { topic, partitions } of tables) {
      this.#ends.set(topic, new Map(Array.from({ length: partitions }, (_, partition) => [partition, 0n])));
    }
  }

  /** Publishes wait from now on. */
  goAway(): void {
    this.#away = new Promise((resolve) => (this.#comeBack = resolve));
  }

  comeBack(): void {
    this.#away = undefined;
    this.#comeBack();
  }

  /** As a positions topic that was deleted. */
  forgetPositions(): void {
    for (let at = this.records.length - 1; at >= 0; at -= 1) {
      if (this.records[at]?.topic === POSITIONS_TOPIC) this.records.splice(at, 1);
    }
  }

  of(topic: string): ChangeRecord[] {
    return this.records.filter((record) => record.topic === topic);
  }

  values(topic: string): Record<string, unknown>[] {
    return this.of(topic).map(({ value }) => JSON.parse(String(value)) as Record<string, unknown>);
  }

  readPosition(pipeline: string): Promise<string | undefined> {
    const latest = this.of(POSITIONS_TOPIC).findLast(({ key }) => String(key) === pipeline);
    return Promise.resolve(latest?.value?.toString('utf8'));
  }

  recordLimits() {
    return Promise.resolve(this.limits);
  }

  endOffsets(topics: readonly string[]) {
    return Promise.resolve(new Map(topics.map((topic) => [topic, new Map(this.#ends.get(topic))])));
  }

  async scanPartition({ topic, partition, from, onRecord }: PartitionScan): Promise<bigint> {
    const records = this.of(topic).filter((record) => record.partition === partition);
    for (const [offset, record] of records.entries()) {
      if (BigInt(offset) >= from) await onRecord({ offset: BigInt(offset), ...record });
    }
    return BigInt(records.length);
  }

  openSink({ signal, onRetry }: SinkOptions): Promise<ChangeSink> {
    const ended = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('the sink was closed')), { once: true });
    });
    ended.catch(() => undefined);
    const publish = async (accumulator: RecordAccumulator) => {
      const records = recordsIn(accumulator);
      if (this.#away) onRetry('away');
      await Promise.race([this.#away, ended]);
      if (records.some(({ key }) => this.refusedKey !== undefined && String(key) === this.refusedKey)) {
        const refused = records.find(({ key }) => String(key) === this.refusedKey);
        throw new RecordRefused('too large', { topic: refused?.topic ?? '', bytes: refused ? recordSize(refused) : 0 });
      }
      this.publishes.push(records.length);
      return this.#append(records);
    };
    return Promise.resolve({
      fence: () => Promise.resolve(),
      accumulate: () => new RecordedBatch(),
      publish,
      close: () => Promise.resolve(),
    });
  }

  #append(records: readonly ChangeRecord[]): Map<string, Map<number, PublishedRange>> {
    const ranges = new Map<string, Map<number, PublishedRange>>();
    for (const record of records) {
      this.records.push(record);
      const ends = this.#ends.get(record.topic) ?? new Map<number, bigint>();
      const first = ends.get(record.partition) ?? 0n;
      ends.set(record.partition, first + 1n);
      this.#ends.set(record.topic, ends);
      const ofTopic = ranges.get(record.topic) ?? new Map<number, PublishedRange>();
      const firstOffset = ofTopic.get(record.partition)?.firstOffset ?? first;
      ranges.set(record.topic, ofTopic.set(record.partition, { firstOffset, endOffset: first + 1n }));
    }
    return ranges;
  }
}
