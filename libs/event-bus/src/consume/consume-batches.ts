/** The consuming port: batches in order from the caller's own positions, for as long as the signal lets it. */
import { backoffDelayMs, pause } from '@vf/platform';
import kafkajs from 'kafkajs';
import { CompactedTopicError, TopicMissingError, brokerErrorType, isPassingBrokerFault, messageOf } from '../errors.js';
import type { KafkaClient } from '../kafka-client.js';
import { type ConsumeOptions, defaultTuning } from './consume-options.js';
import type { ConsumeObserver } from './consumed-batch.js';
import { PositionsUnavailableSignal, runGroupSession } from './group-session.js';
import { TopicRecreatedSignal } from './incarnation-watch.js';

/**
 * Joins the group and gives batches to `onBatch` until the signal; then finishes the batch at work, leaves and resolves.
 * Waits with backoff while the broker, a topic or the position store is away. Rejects (and the process should exit)
 * with OffsetOutOfRangeError, CompactedTopicError, or what onBatch threw.
 */
export async function consumeBatches(client: KafkaClient, options: ConsumeOptions): Promise<void> {
  const tuning = { ...defaultTuning, ...options.tuning };
  let checked = false;
  let failures = 0;
  const observer: ConsumeObserver = {
    waiting: (reason, count) => options.observer.waiting(reason, count),
    revoked: () => options.observer.revoked(),
    // A session that came to read was no failure, however it ends.
    assigned: (partitions) => {
      failures = 0;
      options.observer.assigned(partitions);
    },
  };
  while (!options.signal.aborted) {
    try {
      if (!checked) await refuseCompactedTopics(client, options.topics);
      checked = true;
      await runGroupSession(client, { ...options, observer }, tuning);
    } catch (err) {
      if (err instanceof TopicRecreatedSignal) {
        options.log.warn({ topic: err.topic }, 'topic was made again, its positions are loaded anew');
        continue;
      }
      if (!mayPass(err)) throw err;
      failures += 1;
      const reason = messageOf(err);
      options.log.warn({ groupId: options.groupId, err: reason, failures }, 'consuming interrupted, retrying');
      options.observer.waiting(reason, failures);
      await pause(backoffDelayMs(tuning.backoff, failures), options.signal);
    }
  }
}

const mayPass = (err: unknown) =>
  err instanceof TopicMissingError ||
  brokerErrorType(err) === 'UNKNOWN_TOPIC_OR_PARTITION' ||
  // The next session compares the stored position with the log, and names the fault.
  brokerErrorType(err) === 'OFFSET_OUT_OF_RANGE' ||
  isPassingBrokerFault(err) ||
  err instanceof PositionsUnavailableSignal;

async function refuseCompactedTopics(client: KafkaClient, topics: readonly string[]): Promise<void> {
  const admin = client.kafka.admin();
  try {
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name,
        configNames: ['cleanup.policy'],
      })),
    });
    for (const { resourceName, configEntries } of resources) {
      if (configEntries.some(({ configValue }) => configValue.includes('compact'))) {
        throw new CompactedTopicError(resourceName);
      }
    }
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
