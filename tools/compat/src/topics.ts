/** Reads what a side has written: all topics below its prefix. */
import { progressRecord, type ProgressRecord } from '@vf/contracts';
import {
  openTopicAdmin,
  readCompactedTopic,
  scanTopic,
  TopicMissingError,
  type KafkaClient,
  type TopicAdmin,
} from '@vf/event-bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { comparable, type CapturedRecord } from './captured-record.js';

const POLL_MS = 25;
const CATCH_UP_TIMEOUT_MS = 60_000;

/** A side did not get to the end of what was done. */
export class NotCaughtUp extends Error {
  override readonly name = 'NotCaughtUp';
}

export class Topics {
  private constructor(
    private readonly client: KafkaClient,
    private readonly admin: TopicAdmin,
  ) {}

  static async open(client: KafkaClient, signal: AbortSignal): Promise<Topics> {
    return new Topics(client, await openTopicAdmin(client, { signal, log: client.log }));
  }

  /** Resolves when the topic holds at least so many records. `check` throws when its writer is no longer at work. */
  async untilRecords(topic: string, count: number, check: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + CATCH_UP_TIMEOUT_MS;
    while ((await this.#count(topic)) < count) {
      await check();
      if (performance.now() > deadline) throw new NotCaughtUp(`${topic} does not get its record ${count}`);
      await sleep(POLL_MS);
    }
  }

  /** Every record below the prefix, by topic name and in order per partition. */
  async read(prefix: string, leftOut: readonly string[] = []): Promise<CapturedRecord[]> {
    const all = await this.admin.listTopics();
    const names = all.filter((name) => name.startsWith(`${prefix}.`) && !leftOut.includes(name)).sort();
    const records: CapturedRecord[] = [];
    for (const name of names) {
      await scanTopic(this.client, name, (record) => void records.push(comparable(record, prefix)));
    }
    return records;
  }

  /** Of each topic, the offset after the last committed record of each partition. */
  async ends(names: readonly string[]): Promise<Map<string, ReadonlyMap<number, bigint>>> {
    const ends = await Promise.all(names.map((name) => this.admin.readableEnds(name)));
    return new Map(names.map((name, index) => [name, ends[index] ?? new Map<number, bigint>()]));
  }

  committed(group: string, names: readonly string[]): Promise<Map<string, ReadonlyMap<number, bigint>>> {
    return this.admin.committedOffsets(group, names);
  }

  /** The newest progress of a pipeline; undefined before the first. */
  async progress(topic: string, pipeline: string): Promise<ProgressRecord | undefined> {
    const value = (await readCompactedTopic(this.client, topic)).get(pipeline)?.value;
    return value ? progressRecord.parse(JSON.parse(value.toString('utf8'))) : undefined;
  }

  close(): Promise<void> {
    return this.admin.close();
  }

  async #count(topic: string): Promise<number> {
    try {
      const ends = await this.admin.endOffsets(topic);
      return [...ends.values()].reduce((sum, end) => sum + Number(end), 0);
    } catch (err) {
      if (err instanceof TopicMissingError) return 0;
      throw err;
    }
  }
}
