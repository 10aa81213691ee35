import { describe, expect, it } from '@jest/globals';
import { createTopics, sendRecords, uniqueTopicPrefix } from '@vf/testing';
import { deleteRecordsBefore, sendInTransaction, testClient } from './bus.fixture.js';
import { ScanTimeoutError, TopicMissingError } from './errors.js';
import { type StoredRecord, readCompactedTopic, scanTopic } from './scan-topic.js';

async function scanned(topic: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  await scanTopic(testClient(), topic, (record) => void records.push(record));
  return records;
}

describe('scanning a topic', () => {
  const prefix = uniqueTopicPrefix();

  it('reads all partitions from beginning to end, more than one fetch holds', async () => {
    const topic = `${prefix}.large`;
    await using _topics = await createTopics([{ topic, partitions: 2 }]);
    const value = 'x'.repeat(50_000);
    for (let part = 0; part < 10; part += 1) {
      const records = Array.from({ length: 15 }, (_, i) => ({ key: `${part}-${i}`, value, partition: i % 2 }));
      await sendRecords(topic, records);
    }
    const records = await scanned(topic);
    expect(records).toHaveLength(150);
    const offsets = records.filter(({ partition }) => partition === 0).map(({ offset }) => Number(offset));
    expect(offsets).toEqual(Array.from({ length: 80 }, (_, i) => i));
  });

  it('begins where records were deleted, leaves aborted ones out, and ends although the log ends in markers', async () => {
    const topic = `${prefix}.markers`;
    await using _topics = await createTopics([{ topic }]);
    await sendRecords(
      topic,
      ['a', 'b', 'c'].map((value) => ({ key: null, value })),
    );
    await deleteRecordsBefore(topic, 0, 2n);
    await sendInTransaction(topic, ['d'], 'commit');
    await sendInTransaction(topic, ['e', 'f'], 'abort');
    expect((await scanned(topic)).map(({ value }) => String(value))).toEqual(['c', 'd']);
  });

  it('knows the newest record of each key, and not those that were deleted', async () => {
    const topic = `${prefix}.latest`;
    await using _topics = await createTopics([{ topic, config: { 'cleanup.policy': 'compact' } }]);
    await sendRecords(topic, [
      { key: 'a', value: '1' },
      { key: 'b', value: '1' },
      { key: 'a', value: '2' },
      { key: 'b', value: null },
    ]);
    const latest = await readCompactedTopic(testClient(), topic);
    expect([...latest].map(([key, { value }]) => [key, String(value)])).toEqual([['a', '2']]);
  });

  it('is done at once with an empty topic, and names one that is missing', async () => {
    await using _topics = await createTopics([{ topic: `${prefix}.empty`, partitions: 2 }]);
    expect(await scanned(`${prefix}.empty`)).toEqual([]);
    await expect(scanned(`${prefix}.missing`)).rejects.toThrow(TopicMissingError);
  });

  it('ends at its time limit or at the signal', async () => {
    const topic = `${prefix}.slow`;
    await using _topics = await createTopics([{ topic }]);
    await sendRecords(
      topic,
      [1, 2].map(() => ({ key: null, value: 'x' })),
    );
    const never = () => new Promise<void>((resolve) => setTimeout(resolve, 150));
    await expect(scanTopic(testClient(), topic, never, { timeoutMs: 100 })).rejects.toThrow(ScanTimeoutError);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(scanTopic(testClient(), topic, never, { signal: stopped })).rejects.toThrow('stopped');
  });
});
