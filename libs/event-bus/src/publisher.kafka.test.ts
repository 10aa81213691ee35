import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createTopics, readTopic, uniqueTopicPrefix } from '@vf/testing';
import { testClient } from './bus.fixture.js';
import { RecordTooLargeError } from './errors.js';
import { openBatchPublisherOver } from './produce/batch-publisher.js';
import { KafkaTransport } from './produce/produce-transport.js';
import { openPublisher } from './publisher.js';

const signal = new AbortController().signal;

describe('publishing to a real broker', () => {
  const topic = `${uniqueTopicPrefix()}.published`;

  it('tells the offsets of each partition; a stock consumer reads every key, value, header and timestamp', async () => {
    await using _topics = await createTopics([{ topic, partitions: 3 }]);
    const publisher = await openPublisher(testClient(), { signal, log: silentLog, maxBatchBytes: 5_000 });
    const records = Array.from({ length: 500 }, (_, i) => ({
      topic,
      partition: i % 2,
      key: i % 7 === 0 ? null : Buffer.from(`k${i}`),
      value: i === 499 ? null : Buffer.from('é'.repeat(i)),
      headers: { 'vf-event-id': String(i), schlüssel: 'wört' },
      timestampMs: 1_790_000_000_000 - i * 3_000_000_000,
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
    const expected = [0, 1].flatMap((partition) => records.filter((record) => record.partition === partition));
    expect(
      stored.map(({ key, value, headers, timestampMs, partition }) => ({
        key,
        value,
        headers,
        timestampMs,
        partition,
      })),
    ).toEqual(
      expected.map((record) => ({
        partition: record.partition,
        key: record.key?.toString() ?? null,
        value: record.value?.toString() ?? null,
        headers: record.headers,
        timestampMs: record.timestampMs,
      })),
    );
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
    await expect(failed).rejects.toMatchObject({ record: { topic: small, value: Buffer.alloc(3_000, 'x') } });
    await publisher.close();
  });

  it('is not stored twice by a broker that has it: what went unanswered may be sent again', async () => {
    const again = `${topic}-again`;
    await using _topics = await createTopics([{ topic: again }]);
    const transport = new KafkaTransport(testClient());
    let answersLost = 2;
    const produce = transport.produce.bind(transport);
    transport.produce = async (node, request) => {
      const answers = await produce(node, request);
      if ((answersLost -= 1) >= 0) throw new Error('the answer was lost');
      return answers;
    };
    const publisher = await openBatchPublisherOver(transport, { signal, log: silentLog });
    for (const value of ['a', 'b', 'c']) {
      const records = publisher.accumulate();
      records.append({ topic: again, partition: 0, key: null, value: Buffer.from(value) });
      await publisher.publish(records);
    }
    await publisher.close();
    expect((await readTopic(again)).map(({ value, offset }) => [value, offset])).toEqual([
      ['a', 0n],
      ['b', 1n],
      ['c', 2n],
    ]);
  });
});
