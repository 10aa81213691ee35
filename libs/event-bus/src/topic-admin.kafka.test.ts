import { afterAll, describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createTopics, deleteTopics, deleteTopicsWithPrefix, sendRecords, uniqueTopicPrefix } from '@vf/testing';
import { testClient } from './bus.fixture.js';
import { TopicMismatchError, TopicMissingError } from './errors.js';
import { openTopicAdmin } from './topic-admin.js';

const options = { signal: new AbortController().signal, log: silentLog };

describe('the topic admin', () => {
  const prefix = uniqueTopicPrefix();
  const declaration = {
    name: `${prefix}.declared`,
    partitions: 3,
    config: { 'cleanup.policy': 'delete', 'retention.ms': '-1' },
    key: '',
    routedBy: '',
  };
  afterAll(() => deleteTopicsWithPrefix(prefix));

  it('makes what is missing, also when two processes do it at once, and finds it right afterwards', async () => {
    const [one, two] = await Promise.all([
      openTopicAdmin(testClient(), options),
      openTopicAdmin(testClient(), options),
    ]);
    await Promise.all([one.ensureTopics([declaration]), two.ensureTopics([declaration])]);
    await one.ensureTopics([declaration, { ...declaration, name: `${prefix}.second` }]);
    expect((await one.topicIds([declaration.name])).get(declaration.name)?.partitions).toBe(3);
    await Promise.all([one.close(), two.close()]);
  });

  it('names every difference between an existing topic and its declaration', async () => {
    const admin = await openTopicAdmin(testClient(), options);
    await admin.ensureTopics([declaration]);
    const other = { ...declaration, partitions: 4, config: { 'retention.ms': '5000' } };
    await expect(admin.ensureTopics([other])).rejects.toThrow(TopicMismatchError);
    await expect(admin.ensureTopics([other])).rejects.toThrow(
      'has 3 partitions, declared are 4; ' + `${declaration.name} has retention.ms=-1, declared is 5000`,
    );
    await admin.close();
  });

  it('tells both ends of the log, and a missing topic by its name', async () => {
    await using _topics = await createTopics([{ topic: `${prefix}.ends`, partitions: 2 }]);
    await sendRecords(`${prefix}.ends`, [{ key: 'k', value: 'v', partition: 1 }]);
    const admin = await openTopicAdmin(testClient(), options);
    expect(await admin.endOffsets(`${prefix}.ends`)).toEqual(
      new Map([
        [0, 0n],
        [1, 1n],
      ]),
    );
    expect(await admin.beginningOffsets(`${prefix}.ends`)).toEqual(
      new Map([
        [0, 0n],
        [1, 0n],
      ]),
    );
    await expect(admin.endOffsets(`${prefix}.nowhere`)).rejects.toThrow(TopicMissingError);
    await admin.close();
  });

  it('tells what a consumer group has committed, and nothing of a partition it has not', async () => {
    const topic = `${prefix}.committed`;
    await using _topics = await createTopics([{ topic, partitions: 2 }]);
    const { kafka } = testClient();
    const other = kafka.admin();
    await other.connect();
    await other.setOffsets({ groupId: `${prefix}-group`, topic, partitions: [{ partition: 1, offset: '7' }] });
    await other.disconnect();
    const admin = await openTopicAdmin(testClient(), options);
    expect(await admin.committedOffsets(`${prefix}-group`, [topic])).toEqual(new Map([[topic, new Map([[1, 7n]])]]));
    await admin.close();
  });

  it('gives a topic that was made again another id, and none to one that is gone', async () => {
    const topic = `${prefix}.again`;
    const admin = await openTopicAdmin(testClient(), options);
    const first = await createTopics([{ topic }]);
    const before = (await admin.topicIds([topic])).get(topic)?.id;
    expect(before).toMatch(/^[0-9a-f]{32}$/);
    await first[Symbol.asyncDispose]();
    expect((await admin.topicIds([topic, declaration.name])).has(topic)).toBe(false);
    await createTopics([{ topic }]);
    const after = (await admin.topicIds([topic])).get(topic)?.id;
    expect(after).toMatch(/^[0-9a-f]{32}$/);
    expect(after).not.toBe(before);
    await deleteTopics([topic]);
    await admin.close();
  });

  it('stops waiting for a broker at the signal', async () => {
    const stop = new AbortController();
    const { createKafkaClient } = await import('./kafka-client.js');
    const nobody = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'test', log: silentLog });
    const onRetry = () => stop.abort(new Error('stopped'));
    await expect(openTopicAdmin(nobody, { ...options, signal: stop.signal, onRetry })).rejects.toThrow('stopped');
  });
});
