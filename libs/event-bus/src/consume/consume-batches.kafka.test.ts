import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createTopics,
  deleteTopics,
  deleteTopicsWithPrefix,
  eventually,
  sendRecords,
  uniqueTopicPrefix,
} from '@vf/testing';
import { deleteRecordsBefore, sendInTransaction, withAdmin } from '../bus.fixture.js';
import { CompactedTopicError, OffsetOutOfRangeError } from '../errors.js';
import { startConsumer } from './consume.fixture.js';

const values = (partition: number, ...list: (string | number)[]) =>
  list.map((value) => ({ key: null, value: String(value), partition }));

function deferred() {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('consuming batches', () => {
  const prefix = uniqueTopicPrefix();
  let test = 0;
  let topic: string;
  let groupId: string;

  beforeEach(() => {
    test += 1;
    topic = `${prefix}.consumed-${test}`;
    groupId = `${prefix}-${test}`;
  });
  afterAll(() => deleteTopicsWithPrefix(prefix));

  const committed = () =>
    withAdmin(async (admin) => {
      const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
      return found?.partitions.map(({ offset }) => offset);
    });

  it('begins at the stored position, whatever Kafka has committed, and then tells Kafka for its lag display', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 'a', 'b', 'c', 'd'));
    const before = startConsumer({ groupId, topics: [topic] });
    await eventually(async () => expect(await committed()).toEqual(['4']));
    await before[Symbol.asyncDispose]();
    await using consumer = startConsumer({ groupId, topics: [topic], positions: new Map([['0', 1n]]) });
    await sendRecords(topic, values(0, 'e'));
    await eventually(() => expect(consumer.seen).toEqual(['0:b', '0:c', '0:d', '0:e']));
    await eventually(async () => expect(await committed()).toEqual(['5']));
  });

  it('cuts what it fetched into bounded batches without a gap', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 1, 2, 3, 4, 5, 6, 7));
    const batches: [number, bigint][] = [];
    await using consumer = startConsumer({
      groupId,
      topics: [topic],
      maxRecordsPerBatch: 3,
      onBatch: (batch) => {
        batches.push([batch.records.length, batch.nextOffset]);
        return Promise.resolve(undefined);
      },
    });
    await eventually(() => expect(consumer.seen).toHaveLength(7));
    expect(batches).toEqual([
      [3, 3n],
      [3, 6n],
      [1, 7n],
    ]);
  });

  it('pauses a partition that is to be tried again, gives it the same records, and lets the others go on', async () => {
    await createTopics([{ topic, partitions: 2 }]);
    await sendRecords(topic, [...values(0, 'a', 'b'), ...values(1, 'x')]);
    const tried: string[] = [];
    await using consumer = startConsumer({
      groupId,
      topics: [topic],
      onBatch: (batch) => {
        if (batch.partition === 1) return Promise.resolve(undefined);
        tried.push(batch.records.map(({ value }) => String(value)).join());
        return Promise.resolve(tried.length < 3 ? { kind: 'retry', afterMs: 150 } : undefined);
      },
    });
    await eventually(() => expect(consumer.seen).toContain('1:x'));
    expect(consumer.seen).toEqual(['1:x']);
    await eventually(() => expect(consumer.seen).toEqual(['1:x', '0:a', '0:b']));
    expect(tried).toEqual(['a,b', 'a,b', 'a,b']);
  });

  it('moves on to the position it is given when that is ahead of the batch', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 1, 2, 3, 4, 5));
    const given: string[] = [];
    await using _consumer = startConsumer({
      groupId,
      topics: [topic],
      maxRecordsPerBatch: 1,
      onBatch: (batch) => {
        given.push(...batch.records.map(({ value }) => String(value)));
        return Promise.resolve(given.length === 1 ? { kind: 'done', nextOffset: 4n } : undefined);
      },
    });
    await eventually(() => expect(given).toEqual(['1', '5']));
  });

  it('passes transaction markers and aborted records, also when they fill more than one fetch', async () => {
    await createTopics([{ topic }]);
    await using consumer = startConsumer({ groupId, topics: [topic], maxBytesPerPartition: 500 });
    await sendInTransaction(topic, ['a'], 'commit');
    for (let i = 0; i < 3; i += 1) await sendInTransaction(topic, ['gone'.repeat(200)], 'abort');
    await eventually(() => expect(consumer.seen).toEqual(['0:a']));
    await sendRecords(topic, values(0, 'b'));
    await eventually(() => expect(consumer.seen).toEqual(['0:a', '0:b']), { timeoutMs: 3_000 });
  });

  it('stops with a name for it when records were deleted before they were applied', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 1, 2, 3, 4));
    await deleteRecordsBefore(topic, 0, 3n);
    const consumer = startConsumer({ groupId, topics: [topic], positions: new Map([['0', 1n]]) });
    await expect(consumer.done).rejects.toThrow(OffsetOutOfRangeError);
    await expect(consumer.done).rejects.toMatchObject({ topic, partition: 0, stored: 1n, low: 3n, high: 4n });
  });

  it('stops when that happens while it reads: kafkajs itself would go on from the beginning of the log', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 1, 2, 3, 4));
    let deleted = false;
    const consumer = startConsumer({
      groupId,
      topics: [topic],
      positions: new Map([['0', 0n]]),
      onBatch: async () => {
        if (!deleted) await deleteRecordsBefore(topic, 0, 2n);
        deleted = true;
        return { kind: 'retry', afterMs: 1 };
      },
    });
    await expect(consumer.done).rejects.toMatchObject({ name: 'OffsetOutOfRangeError', stored: 0n, low: 2n });
    expect(consumer.seen).toEqual([]);
  });

  it('stops when the stored position is beyond the end', async () => {
    await createTopics([{ topic }]);
    const consumer = startConsumer({ groupId, topics: [topic], positions: new Map([['0', 7n]]) });
    await expect(consumer.done).rejects.toMatchObject({ name: 'OffsetOutOfRangeError', stored: 7n, high: 0n });
  });

  it('reads a topic that was made again from its beginning, also when it is already longer than the old one', async () => {
    await createTopics([{ topic }]);
    const held = deferred();
    const begun = deferred();
    await using consumer = startConsumer({
      groupId,
      topics: [topic],
      onBatch: () => {
        begun.resolve(undefined);
        return held.promise;
      },
    });
    await sendRecords(topic, values(0, 'old-1', 'old-2'));
    await begun.promise;
    // Unseen by the client, which is at work: its next fetch asks the new topic for what follows offset 2.
    await deleteTopics([topic]);
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 'new-1', 'new-2', 'new-3'));
    held.resolve(undefined);
    await eventually(() => expect(consumer.seen).toHaveLength(5));
    expect(consumer.seen.slice(2)).toEqual(['0:new-1', '0:new-2', '0:new-3']);
    const incarnations = consumer.assignments.flat().map(({ incarnation }) => incarnation);
    expect(new Set(incarnations).size).toBe(2);
  });

  it('waits for a topic that is not there yet, and says so', async () => {
    await using consumer = startConsumer({ groupId, topics: [topic] });
    await eventually(() => expect(consumer.waits.length).toBeGreaterThan(0));
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 'a'));
    await eventually(() => expect(consumer.seen).toEqual(['0:a']));
  });

  it('refuses a compacted topic, on which a group may stall', async () => {
    await createTopics([{ topic, config: { 'cleanup.policy': 'compact' } }]);
    await expect(startConsumer({ groupId, topics: [topic] }).done).rejects.toThrow(CompactedTopicError);
  });

  it('stops with what the handler threw', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 'a'));
    const onBatch = () => Promise.reject(new Error('a fault of the program'));
    await expect(startConsumer({ groupId, topics: [topic], onBatch }).done).rejects.toThrow('a fault of the program');
  });

  it('finishes the batch at work when it is stopped, and commits it', async () => {
    await createTopics([{ topic }]);
    await sendRecords(topic, values(0, 'a', 'b', 'c'));
    const held = deferred();
    const begun = deferred();
    const consumer = startConsumer({
      groupId,
      topics: [topic],
      maxRecordsPerBatch: 2,
      onBatch: () => {
        begun.resolve(undefined);
        return held.promise;
      },
    });
    await begun.promise;
    consumer.stop();
    held.resolve(undefined);
    await consumer.done;
    expect(consumer.seen).toEqual(['0:a', '0:b']);
    expect(await committed()).toEqual(['2']);
  });

  it('shares partitions with a second member, each from the stored positions', async () => {
    await createTopics([{ topic, partitions: 2 }]);
    const positions = new Map<string, bigint>();
    await using first = startConsumer({ groupId, topics: [topic], positions });
    await sendRecords(topic, [...values(0, 'a'), ...values(1, 'x')]);
    await eventually(() => expect(first.seen).toHaveLength(2));
    await using second = startConsumer({ groupId, topics: [topic], positions });
    await eventually(() => expect(second.assignments.at(-1)).toHaveLength(1));
    await eventually(() => expect(first.assignments.at(-1)).toHaveLength(1));
    await sendRecords(topic, [...values(0, 'b'), ...values(1, 'y')]);
    await eventually(() => expect([...first.seen, ...second.seen].sort()).toEqual(['0:a', '0:b', '1:x', '1:y']));
    expect(second.seen).toHaveLength(1);
  });
});
