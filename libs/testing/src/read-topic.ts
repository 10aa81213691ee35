import type { Consumer } from 'kafkajs';
import { testKafkaClient, uniqueTopicPrefix } from './kafka.js';

const DEFAULT_TIMEOUT_MS = 20_000;
const FIRST_RETRY_MS = 50;
const RETRIES = 8;

/** A record as it lies in the log. Text is UTF-8. */
export interface TopicRecord {
  topic: string;
  partition: number;
  offset: bigint;
  /** Milliseconds since the Unix epoch. */
  timestampMs: number;
  key: string | null;
  /** null: a tombstone. */
  value: string | null;
  headers: Record<string, string>;
}

export interface ReadTopicOptions {
  /** Give up after this long. Default 20 s. */
  timeoutMs?: number;
  /** Include records of open and aborted transactions. Default false. */
  readUncommitted?: boolean;
}

/**
 * Reads every partition of a topic from its first record to the end as it is now, sorted by partition and offset.
 * Throws when the topic does not exist or the end is not reached in time.
 */
export async function readTopic(topic: string, options: ReadTopicOptions = {}): Promise<TopicRecord[]> {
  const client = testKafkaClient();
  const ends = await unreadPartitions(topic);
  if (ends.size === 0) return [];
  const consumer = client.consumer({
    // Commits nothing, so the broker forgets the group by itself.
    groupId: `${uniqueTopicPrefix()}-read`,
    readUncommitted: options.readUncommitted ?? false,
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: FIRST_RETRY_MS, retries: RETRIES },
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const records = await collect(consumer, ends, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
  } finally {
    await consumer.disconnect();
  }
}

/** Last offset to reach, by partition; empty partitions are left out. */
async function unreadPartitions(topic: string): Promise<Map<number, bigint>> {
  const admin = testKafkaClient().admin();
  await admin.connect();
  try {
    // Asked first: kafkajs would go on asking for the offsets of a topic that is not there.
    if (!(await admin.listTopics()).includes(topic)) throw new Error(`Topic ${topic} does not exist.`);
    const ends = await admin.fetchTopicOffsets(topic);
    return new Map(
      ends.filter(({ low, high }) => BigInt(high) > BigInt(low)).map((end) => [end.partition, BigInt(end.high) - 1n]),
    );
  } finally {
    await admin.disconnect();
  }
}

function collect(consumer: Consumer, ends: ReadonlyMap<number, bigint>, timeoutMs: number): Promise<TopicRecord[]> {
  const remaining = new Map(ends);
  const records: TopicRecord[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const missing = [...remaining].map(([partition, offset]) => `${partition} up to ${offset}`).join(', ');
      reject(new Error(`The end was not reached within ${timeoutMs} ms; missing partitions: ${missing}.`));
    }, timeoutMs);
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (payload.restart) {
        // On a fresh broker "the coordinator is loading" crashes the first join. kafkajs begins again by itself, from
        // the start of the topic, and so must the result.
        records.length = 0;
        for (const [partition, last] of ends) remaining.set(partition, last);
        return;
      }
      clearTimeout(timer);
      reject(payload.error);
    });
    // Not eachBatch: a batch that holds only transaction markers never gets there, and one may be the last.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const last = remaining.get(payload.partition);
      if (last !== undefined && BigInt(payload.lastOffset) >= last) remaining.delete(payload.partition);
      if (remaining.size > 0) return;
      clearTimeout(timer);
      resolve(records);
    });
    consumer
      .run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          for (const message of batch.messages) {
            records.push({
              topic: batch.topic,
              partition: batch.partition,
              offset: BigInt(message.offset),
              timestampMs: Number(message.timestamp),
              key: message.key?.toString() ?? null,
              value: message.value?.toString() ?? null,
              headers: textHeaders(message.headers ?? {}),
            });
          }
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
