import { describe, expect, it } from '@jest/globals';
import { createKafkaClient } from '@vf/event-bus';
import { silentLog } from '@vf/platform';
import { deleteTopicsWithPrefix, testKafka, testPostgresUrl, uniqueTopicPrefix } from '@vf/testing';
import { judge, readAllowedDifferences } from './allowed-differences.js';
import { recordOurs } from './compare.js';
import { comparisons } from './comparisons.js';
import { differencesOf } from './differences.js';
import { readGolden } from './goldens.js';
import { Topics } from './topics.js';

const TIMEOUT_MS = 120_000;

/** A comparison's own: a client remembers the topics that it was asked about, and those are gone afterwards. */
const openTopics = () =>
  Topics.open(
    createKafkaClient({ ...testKafka(), clientId: 'compat-goldens', log: silentLog }),
    AbortSignal.timeout(TIMEOUT_MS),
  );

describe('the records of our worker', () => {
  it.each(comparisons)(
    'are those that Debezium wrote: $title',
    async (comparison) => {
      const topics = await openTopics();
      const servers = { adminUrl: testPostgresUrl(), brokers: testKafka().brokers.join(','), topics };
      const prefix = uniqueTopicPrefix();
      try {
        const differences = differencesOf(await recordOurs(comparison, prefix, servers), readGolden(comparison.name));
        expect(judge(comparison.name, differences, readAllowedDifferences())).toEqual({ refused: [], unused: [] });
      } finally {
        await topics.close();
        await deleteTopicsWithPrefix(prefix);
      }
    },
    TIMEOUT_MS,
  );
});
