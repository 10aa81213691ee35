/** Publishing for those who have their records at hand: dead letters, positions, tests. */
import type { KafkaClient } from './kafka-client.js';
import { type BatchPublisherOptions, openBatchPublisher } from './produce/batch-publisher.js';
import type { PublishRecord, PublishResult } from './publish-record.js';

export interface Publisher {
  /**
   * Sends in the given order per partition; calls run one after another. Throws RecordTooLargeError before anything is
   * sent (or, for a topic with a lower limit of its own, when the broker says so), or the signal's reason; every other
   * fault is retried, also for hours. After a broker fault a record may be stored twice (under a new producer id), never
   * out of order and never not at all: readers drop by event id.
   */
  publish(records: readonly PublishRecord[]): Promise<PublishResult>;
  close(): Promise<void>;
}

export type PublisherOptions = BatchPublisherOptions;

/** Connects (with backoff until the signal) and gives a publisher. */
export async function openPublisher(client: KafkaClient, options: PublisherOptions): Promise<Publisher> {
  const publisher = await openBatchPublisher(client, options);
  return {
    publish: async (records) => {
      const accumulator = publisher.accumulate();
      for (const record of records) accumulator.append(record);
      return publisher.publish(accumulator);
    },
    close: () => publisher.close(),
  };
}
