import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createTopics, readTopic, uniqueTopicPrefix } from '@vf/testing';
import { testClient } from '../bus.fixture.js';
import { TransactionFailedError } from '../errors.js';
import { readCompactedTopic } from '../scan-topic.js';
import { KafkaTransport, type ProduceTransport } from './produce-transport.js';
import { type TransactionalPublisher, openTransactionalPublisherOver } from './transactional-publisher.js';

const prefix = uniqueTopicPrefix();
const signal = new AbortController().signal;

const openOver = (transport: ProduceTransport, transactionalId: string) =>
  openTransactionalPublisherOver(transport, { signal, log: silentLog, transactionalId });

function publish(publisher: TransactionalPublisher, topic: string, ...values: string[]) {
  const records = publisher.accumulate();
  values.forEach((value, index) =>
    records.append({ topic, partition: index % 2, key: Buffer.from('k'), value: Buffer.from(value) }),
  );
  return publisher.publish(records);
}

const committed = async (topic: string) => (await readTopic(topic)).map(({ value }) => value);

describe('transactions of a real broker', () => {
  it('follow one another, and tell where the records are', async () => {
    const topic = `${prefix}.following`;
    await using _topics = await createTopics([{ topic, partitions: 2 }]);
    const publisher = await openOver(new KafkaTransport(testClient()), topic);
    await publish(publisher, topic, 'a', 'b');
    const ranges = await publish(publisher, topic, 'c', 'd', 'e');
    await publisher.close();
    // The marker of the first commit lies between.
    expect(ranges.get(topic)?.get(0)).toEqual({ firstOffset: 2n, endOffset: 4n });
    expect(await committed(topic)).toEqual(['a', 'c', 'e', 'b', 'd']);
  });

  it('end an earlier producer’s: what it left open is never seen, and it commits nothing more', async () => {
    const topic = `${prefix}.fenced`;
    await using _topics = await createTopics([{ topic, partitions: 2 }]);
    const transport = new KafkaTransport(testClient());
    const endTransaction = transport.endTransaction.bind(transport);
    // Stands still between its records and its commit.
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let reached: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => (reached = resolve));
    transport.endTransaction = async (...asked) => {
      reached();
      await asleep;
      await endTransaction(...asked);
    };
    const old = await openOver(transport, topic);
    const late = publish(old, topic, 'never seen');
    await sent;
    const successor = await openOver(new KafkaTransport(testClient()), topic);
    await successor.fence();
    await publish(successor, topic, 'seen');
    wake();
    await expect(late).rejects.toThrow(TransactionFailedError);
    await Promise.all([old.close(), successor.close()]);
    expect(await committed(topic)).toEqual(['seen']);
    expect((await readCompactedTopic(testClient(), topic)).get('k')?.value?.toString()).toBe('seen');
  });

  it('are committed once when the answer to the commit is lost', async () => {
    const topic = `${prefix}.lost`;
    await using _topics = await createTopics([{ topic, partitions: 2 }]);
    const transport = new KafkaTransport(testClient());
    const endTransaction = transport.endTransaction.bind(transport);
    let lost = 2;
    transport.endTransaction = async (...asked) => {
      await endTransaction(...asked);
      if ((lost -= 1) >= 0) throw new Error('the answer was lost');
    };
    const publisher = await openOver(transport, topic);
    await publish(publisher, topic, 'a');
    await publish(publisher, topic, 'b');
    await publisher.close();
    expect(await committed(topic)).toEqual(['a', 'b']);
  });
});
