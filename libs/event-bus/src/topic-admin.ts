/** Topics as the catalogue declares them: made, compared, and asked for their offsets and ids. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicDeclaration } from '@vf/contracts';
import { type Log, retryUntilStopped } from '@vf/platform';
import kafkajs, { type Admin } from 'kafkajs';
import { ClusterConnection, type PartitionOffsets } from './cluster-connection.js';
import { TopicMismatchError, TopicMissingError, messageOf } from './errors.js';
import type { KafkaClient } from './kafka-client.js';
import { readableEnds } from './readable-ends.js';
import { type TopicIdentity, fetchTopicIdentities } from './topic-metadata.js';

export interface TopicAdminOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Sees each failed attempt to connect, for readiness. */
  readonly onRetry?: (err: unknown, failures: number) => void;
}

export interface TopicAdmin {
  /**
   * Makes the topics that are missing; throws TopicMismatchError when one that exists has other partitions (keys would
   * change their partition, and with it their order) or another value for a declared setting (records would be kept
   * shorter than readers rely on). Changes nothing that exists.
   */
  ensureTopics(declarations: readonly TopicDeclaration[]): Promise<void>;
  /** The offset after the last record of each partition. Throws TopicMissingError. */
  endOffsets(topic: string): Promise<PartitionOffsets>;
  /** The offset after the last committed record of each partition: where a reader of everything stands. */
  readableEnds(topic: string): Promise<PartitionOffsets>;
  /** The first offset still in the log of each partition. Throws TopicMissingError. */
  beginningOffsets(topic: string): Promise<PartitionOffsets>;
  /** What a consumer group has committed; partitions it has not committed anything of are left out. */
  committedOffsets(group: string, topics: readonly string[]): Promise<Map<string, PartitionOffsets>>;
  /** Names of all topics that there are. */
  listTopics(): Promise<string[]>;
  /** Largest record batch that each topic takes, in bytes (max.message.bytes). */
  recordLimits(topics: readonly string[]): Promise<Map<string, number>>;
  /** Kafka's ids of those topics that exist. */
  topicIds(topics: readonly string[]): Promise<Map<string, TopicIdentity>>;
  close(): Promise<void>;
}

const CREATE_TIMEOUT_MS = 10_000;
const KNOWN_POLL_MS = 50;
const NOT_COMMITTED = '-1';
const MAX_MESSAGE_BYTES = 'max.message.bytes';

/** Connects (with backoff until the signal, then throws its reason). */
export async function openTopicAdmin(client: KafkaClient, options: TopicAdminOptions): Promise<TopicAdmin> {
  const connection = new ClusterConnection(client);
  const admin = client.kafka.admin();
  await retryUntilStopped(() => Promise.all([admin.connect(), connection.connect()]), {
    signal: options.signal,
    onFailure: (err, failures) => {
      options.log.warn({ err: messageOf(err), failures }, 'broker not reached, retrying');
      options.onRetry?.(err, failures);
    },
  });
  return {
    ensureTopics: (declarations) => ensureTopics(admin, connection, declarations),
    endOffsets: (topic) => connection.endOffsets(topic),
    readableEnds: (topic) => readableEnds(connection, topic),
    beginningOffsets: (topic) => connection.beginningOffsets(topic),
    committedOffsets: (group, topics) => committedOffsets(admin, group, topics),
    listTopics: () => admin.listTopics(),
    recordLimits: (topics) => recordLimits(admin, topics),
    topicIds: (topics) => fetchTopicIdentities(connection, topics),
    close: async () => {
      await Promise.all([admin.disconnect(), connection.close()]);
    },
  };
}

async function ensureTopics(
  admin: Admin,
  connection: ClusterConnection,
  declarations: readonly TopicDeclaration[],
): Promise<void> {
  const existing = await fetchTopicIdentities(
    connection,
    declarations.map(({ name }) => name),
  );
  const missing = declarations.filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    // False means that another process made them in the meantime; what it made is compared below like all others.
    // kafkajs's own waiting fails when the broker has not heard of the topic from the controller yet.
    await admin.createTopics({ topics: missing.map(toCreate), waitForLeaders: false, timeout: CREATE_TIMEOUT_MS });
  }
  const now = await untilKnown(connection, declarations);
  const differences = declarations.flatMap((declared) => {
    const partitions = now.get(declared.name)?.partitions ?? 0;
    if (partitions === declared.partitions) return [];
    return [`${declared.name} has ${partitions} partitions, declared are ${declared.partitions}`];
  });
  differences.push(...(await settingDifferences(admin, declarations)));
  if (differences.length > 0) throw new TopicMismatchError(differences);
}

/** The controller makes a topic, the brokers hear of it a moment later. */
async function untilKnown(connection: ClusterConnection, declarations: readonly TopicDeclaration[]) {
  const names = declarations.map(({ name }) => name);
  const deadline = performance.now() + CREATE_TIMEOUT_MS;
  for (;;) {
    const now = await fetchTopicIdentities(connection, names);
    const missing = names.find((name) => !now.has(name));
    if (missing === undefined) return now;
    if (performance.now() > deadline) throw new TopicMissingError(missing);
    await sleep(KNOWN_POLL_MS);
  }
}

function toCreate(declared: TopicDeclaration) {
  return {
    topic: declared.name,
    numPartitions: declared.partitions,
    configEntries: Object.entries(declared.config).map(([name, value]) => ({ name, value })),
  };
}

async function committedOffsets(
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<Map<string, PartitionOffsets>> {
  const found = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return new Map(
    found.map(({ topic, partitions }) => [
      topic,
      new Map(
        partitions
          .filter(({ offset }) => offset !== NOT_COMMITTED)
          .map(({ partition, offset }) => [partition, BigInt(offset)]),
      ),
    ]),
  );
}

async function recordLimits(admin: Admin, topics: readonly string[]): Promise<Map<string, number>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: [MAX_MESSAGE_BYTES],
    })),
  });
  return new Map(
    resources.flatMap(({ resourceName, configEntries }) => {
      const value = Number(configEntries.find(({ configName }) => configName === MAX_MESSAGE_BYTES)?.configValue);
      return Number.isInteger(value) ? [[resourceName, value] as const] : [];
    }),
  );
}

async function settingDifferences(admin: Admin, declarations: readonly TopicDeclaration[]): Promise<string[]> {
  const asked = declarations.filter(({ config }) => Object.keys(config).length > 0);
  if (asked.length === 0) return [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: asked.map(({ name, config }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(config),
    })),
  });
  return asked.flatMap(({ name, config }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    return Object.entries(config).flatMap(([setting, declared]) => {
      const actual = entries.find(({ configName }) => configName === setting)?.configValue;
      return actual === declared ? [] : [`${name} has ${setting}=${actual ?? 'nothing'}, declared is ${declared}`];
    });
  });
}
