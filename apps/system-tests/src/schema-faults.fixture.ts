/** Holds every record of a stack's topics against the schemas of docs/schemas. */
import { topicCatalogue } from '@vf/contracts';
import type { StackAccess } from '@vf/demo';
import { createKafkaClient, scanTopic, TopicMissingError, type StoredRecord } from '@vf/event-bus';
import { silentLog } from '@vf/platform';
import { schemaFaults } from '@vf/testing';

const SCAN_TIMEOUT_MS = 120_000;
/** One wrong member is in every record of its topic: a few say it. */
const MOST_FAULTS_TOLD = 20;

export interface JudgedTopics {
  readonly faults: readonly string[];
  /** Topics, without the prefix, that had records. */
  readonly judged: readonly string[];
}

export async function schemaFaultsIn({ brokers, topicPrefix }: StackAccess): Promise<JudgedTopics> {
  const client = createKafkaClient({ brokers, clientId: 'schema-faults', log: silentLog });
  const faults: string[] = [];
  const judged = new Set<string>();
  for (const { name } of Object.values(topicCatalogue(topicPrefix))) {
    const topic = name.slice(topicPrefix.length + 1);
    const judge = (record: StoredRecord) => {
      judged.add(topic);
      if (faults.length < MOST_FAULTS_TOLD) faults.push(...schemaFaults(topic, textsOf(record)));
    };
    await scanTopic(client, name, judge, { timeoutMs: SCAN_TIMEOUT_MS }).catch((err: unknown) => {
      // A pipeline that is left out makes no topics.
      if (!(err instanceof TopicMissingError)) throw err;
    });
  }
  return { faults, judged: [...judged] };
}

const textsOf = ({ key, value, headers }: StoredRecord) => ({
  key: key?.toString('utf8') ?? null,
  value: value?.toString('utf8') ?? null,
  headers,
});
