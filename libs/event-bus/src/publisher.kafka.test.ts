import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createTopics, readTopic, uniqueTopicPrefix } from '@vf/testing';
import { testClient } from './bus.fixture.js';
import { RecordTooLargeError } from './errors.js';
import { openPublisher } from './publisher.js';

const signal = new AbortController().signal;

describe('publishing to a real broker', () => {
  const topic = `${uniqueTopicPrefix()}.published`;

  it('tells the offsets of each partition and keeps the order, over several requests', async () => {
    await using _topics = await createTopics([{ topic, partitions: 3 }]);
    const publisher = await openPublisher(testClient(), { signal, log: silentLog, maxBatchBytes: 5_000 });
    const records = Array.from({ length: 500 }, (_, i) => ({
      topic,
      partition: i % 2,
      key: Buffer.from(`k${i}`),
      value: i === 499 ? null : Buffer.from(String(i)),
      headers: { 'vf-event-id': String(i) },
      timestampMs: 1_790_000_000_000 + i,
    }));
    const [first, second] = await Promise.all([
      publisher.publish(records.slice(0, 300)),
      publisher.publish(records.slice(300)),
    ]);
    await publisher.close();
    expect(first.get(topic)).toEqual(
      new Map([
        [0, { firstOffset: 0n, endOffset: 150n }],
        [1, { firstOffset: 0n, endOffset: 150n }],
      ]),
    );
    expect(second.get(topic)?.get(1)).toEqual({ firstOffset: 150n, endOffset: 250n });
    const stored = await readTopic(topic);
    expect(stored.filter(({ partition }) => partition === 1).map(({ key }) => key)).toEqual(
      records.filter(({ partition }) => partition === 1).map(({ key }) => String(key)),
    );
    expect(stored.at(-1)).toMatchObject({
      value: null,
      timestampMs: 1_790_000_000_499,
      headers: { 'vf-event-id': '499' },
    });
  });

  it('finds the limit of a topic by halving, and names the record that is above it', async () => {
    const small = `${topic}-small`;
    await using _topics = await createTopics([{ topic: small, config: { 'max.message.bytes': '2000' } }]);
    const publisher = await openPublisher(testClient(), { signal, log: silentLog });
    const record = (bytes: number) => ({ topic: small, partition: 0, key: null, value: Buffer.alloc(bytes, 'x') });
    const fitting = Array.from({ length: 10 }, () => record(900));
    expect((await publisher.publish(fitting)).get(small)?.get(0)?.endOffset).toBe(10n);
    const failed = publisher.publish([record(100), record(3_000)]);
    await expect(failed).rejects.toThrow(RecordTooLargeError);
    await expect(failed).rejects.toMatchObject({ topic: small, index: 1 });
    await publisher.close();
  });
});
