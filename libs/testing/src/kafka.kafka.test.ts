import { jest } from '@jest/globals';
import { createTopics, deleteTopicsWithPrefix, sendRecords, testKafkaClient, uniqueTopicPrefix } from './kafka.js';
import { readTopic } from './read-topic.js';

/** The first group and the first transaction of a fresh broker wait for its internal topics. */
jest.setTimeout(30_000);

describe('topics of a test', () => {
  const prefix = uniqueTopicPrefix();
  const topic = `${prefix}.things`;

  afterAll(() => deleteTopicsWithPrefix(prefix));

  it('reads back what was sent, tombstones and headers too, in order of partition and offset', async () => {
    await using _topics = await createTopics([{ topic, partitions: 3, config: { 'cleanup.policy': 'compact' } }]);
    await sendRecords(topic, [
      { key: 'b', value: 'second', partition: 1, headers: { 'vf-event-id': 'x' } },
      { key: 'a', value: 'first', partition: 0 },
      { key: 'b', value: null, partition: 1 },
    ]);
    const records = await readTopic(topic);
    expect(records.map(({ partition, offset, key, value }) => ({ partition, offset, key, value }))).toEqual([
      { partition: 0, offset: 0n, key: 'a', value: 'first' },
      { partition: 1, offset: 0n, key: 'b', value: 'second' },
      { partition: 1, offset: 1n, key: 'b', value: null },
    ]);
    expect(records[1]?.headers).toEqual({ 'vf-event-id': 'x' });
  });

  it('reaches the end of a log that ends in an aborted transaction, and leaves its records out', async () => {
    await using _topics = await createTopics([{ topic: `${prefix}.transactions` }]);
    await sendRecords(`${prefix}.transactions`, [{ key: 'kept', value: '1' }]);
    const producer = testKafkaClient().producer({ transactionalId: prefix, maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: `${prefix}.transactions`, messages: [{ key: 'dropped', value: '2' }] });
    await transaction.abort();
    await producer.disconnect();
    expect((await readTopic(`${prefix}.transactions`)).map(({ key }) => key)).toEqual(['kept']);
    const all = await readTopic(`${prefix}.transactions`, { readUncommitted: true });
    expect(all.map(({ key }) => key)).toEqual(['kept', 'dropped']);
  });

  it('gives nothing for an empty topic and deletes topics on dispose', async () => {
    const created = await createTopics([{ topic: `${prefix}.empty` }]);
    expect(await readTopic(`${prefix}.empty`)).toEqual([]);
    await created[Symbol.asyncDispose]();
    await expect(readTopic(`${prefix}.empty`)).rejects.toThrow('does not exist');
  });
});
