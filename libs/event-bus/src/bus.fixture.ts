/** A client on the tests' broker, and the operator's tools that the library itself has no use for. */
import { silentLog } from '@vf/platform';
import { testKafka } from '@vf/testing';
import { createKafkaClient } from './kafka-client.js';

export const testClient = () =>
  createKafkaClient({ brokers: testKafka().brokers, clientId: 'event-bus-test', log: silentLog });

type Admin = ReturnType<ReturnType<typeof testClient>['kafka']['admin']>;

export async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = testClient().kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Deletes what lies before the offset, as retention does. */
export function deleteRecordsBefore(topic: string, partition: number, offset: bigint): Promise<void> {
  return withAdmin(async (admin) => {
    // kafkajs looks for the leader in metadata that it has not asked for yet.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: offset.toString() }] });
  });
}

/** Sends in a transaction of its own, and commits or aborts it: either leaves a marker in the log. */
export async function sendInTransaction(topic: string, values: string[], end: 'commit' | 'abort'): Promise<void> {
  const producer = testClient().kafka.producer({
    transactionalId: `${topic}-${end}`,
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  try {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: values.map((value) => ({ value, partition: 0 })) });
    await transaction[end]();
  } finally {
    await producer.disconnect();
  }
}
