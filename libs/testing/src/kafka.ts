import { randomBytes } from 'node:crypto';
import { type IHeaders, Kafka, logLevel, Partitioners } from 'kafkajs';
import { testKafkaBrokers } from './config.js';
import { eventually } from './eventually.js';

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;
const TOPIC_TIMEOUT_MS = 15_000;

/** The client of the tests. Quiet: kafkajs reports answers that it retries as errors. */
export function testKafkaClient(): Kafka {
  return new Kafka({
    clientId: 'vf-testing',
    brokers: testKafkaBrokers(),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    logLevel: logLevel.NOTHING,
  });
}

/** The Kafka of the tests. Throws `TestServerMissing` when the tests were started without one. */
export function testKafka(): { brokers: string[] } {
  return { brokers: testKafkaBrokers() };
}

/** A prefix that no other test uses, for `TOPIC_PREFIX`, group ids and slot names: `t` and 16 hex digits. */
export function uniqueTopicPrefix(): string {
  return `t${randomBytes(8).toString('hex')}`;
}

export interface TopicToCreate {
  topic: string;
  /** Default 1. */
  partitions?: number;
  /** Topic configuration by Kafka's names, for example `{ 'cleanup.policy': 'compact' }`. */
  config?: Readonly<Record<string, string>>;
}

/** Topics that go away when disposed. */
export interface CreatedTopics extends AsyncDisposable {
  topics: string[];
}

/** Creates topics and waits until each partition has a leader. Disposing deletes those that still exist. */
export async function createTopics(list: readonly TopicToCreate[]): Promise<CreatedTopics> {
  const admin = testKafkaClient().admin();
  await admin.connect();
  try {
    await admin.createTopics({
      // By ourselves, below: kafkajs gives up when the broker has not heard of the topic yet.
      waitForLeaders: false,
      timeout: TOPIC_TIMEOUT_MS,
      topics: list.map(({ topic, partitions = 1, config = {} }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: 1,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      })),
    });
    for (const { topic } of list) {
      // Only a leader answers, and only once it serves the partition.
      await eventually(() => admin.fetchTopicOffsets(topic), { timeoutMs: TOPIC_TIMEOUT_MS, intervalMs: 50 });
    }
  } finally {
    await admin.disconnect();
  }
  const topics = list.map(({ topic }) => topic);
  return { topics, [Symbol.asyncDispose]: () => deleteTopics(topics) };
}

/** Deletes those of the topics that exist. */
export async function deleteTopics(topics: readonly string[]): Promise<void> {
  const admin = testKafkaClient().admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const doomed = topics.filter((topic) => existing.has(topic));
    if (doomed.length > 0) await admin.deleteTopics({ topics: doomed, timeout: TOPIC_TIMEOUT_MS });
  } finally {
    await admin.disconnect();
  }
}

/** Deletes every topic whose name begins with `<prefix>.`: for topics that the code under test created itself. */
export async function deleteTopicsWithPrefix(prefix: string): Promise<void> {
  const admin = testKafkaClient().admin();
  await admin.connect();
  try {
    const doomed = (await admin.listTopics()).filter((topic) => topic.startsWith(`${prefix}.`));
    if (doomed.length > 0) await admin.deleteTopics({ topics: doomed, timeout: TOPIC_TIMEOUT_MS });
  } finally {
    await admin.disconnect();
  }
}

export interface RecordToSend {
  key: string | null;
  value: string | null;
  /** Default: Kafka's murmur2 over the key. */
  partition?: number;
  headers?: IHeaders;
}

/** Sends records to one topic, in order, acknowledged by all replicas. For tests of readers. */
export async function sendRecords(topic: string, records: readonly RecordToSend[]): Promise<void> {
  const producer = testKafkaClient().producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    await producer.send({ topic, acks: -1, messages: [...records] });
  } finally {
    await producer.disconnect();
  }
}
