import { describe, expect, it } from '@jest/globals';
import { silentLog } from '@vf/platform';
import { createTopics, sendRecords, uniqueTopicPrefix } from '@vf/testing';
import { deleteRecordsBefore, sendInTransaction, testClient } from './bus.fixture.js';
import { openTopicAdmin } from './topic-admin.js';

describe('the readable end of a partition', () => {
  it('lies after the last committed record, before markers and what was aborted', async () => {
    const topic = `${uniqueTopicPrefix()}.ends`;
    await using _topics = await createTopics([{ topic, partitions: 3 }]);
    await sendRecords(
      topic,
      [0, 1].map((partition) => ({ partition, key: null, value: 'first' })),
    );
    await sendInTransaction(topic, ['second'], 'commit');
    for (let times = 0; times < 40; times += 1) await sendInTransaction(topic, ['aborted'], 'abort');
    const admin = await openTopicAdmin(testClient(), { signal: new AbortController().signal, log: silentLog });
    try {
      expect((await admin.endOffsets(topic)).get(0)).toBe(83n);
      expect(await admin.readableEnds(topic)).toEqual(
        new Map([
          [0, 2n],
          [1, 1n],
          [2, 0n],
        ]),
      );
      await deleteRecordsBefore(topic, 0, 10n);
      expect((await admin.readableEnds(topic)).get(0)).toBe(10n);
    } finally {
      await admin.close();
    }
  });
});
