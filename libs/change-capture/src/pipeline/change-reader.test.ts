import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, parseEventId } from '@vf/contracts';
import type { TablePlan } from '../encode/table-plan.js';
import { deleteMessage, insertMessage, relationMessage } from '../pgoutput/wire-messages.fixture.js';
import { COLUMNS as columns, ReadStream } from './read-stream.fixture.js';
import { recordsIn } from './recording-broker.fixture.js';

const planFor = (topic: string): TablePlan => ({
  mode: 'envelope',
  schema: 'public',
  table: 'thing',
  topic,
  partitions: 4,
  key: ['id'],
  routedBy: 'owner',
});

/** Reads one transaction of these messages; what it left in the queue, and the reader. */
function readTransaction(tables: readonly TablePlan[], messages: readonly Buffer[]) {
  const stream = new ReadStream({ tables });
  stream.transaction(0x100n, messages);
  const batch = stream.queue.take();
  if (!batch) throw new Error('nothing was read');
  return { ...batch, records: recordsIn(batch.records), rows: stream.reader.rows };
}

describe('a table that travels on two topics', () => {
  const messages = [
    relationMessage(1, 'thing', columns),
    relationMessage(2, 'unlisted', columns),
    insertMessage(1, ['1', 'a']),
    insertMessage(2, ['5', 'x']),
    deleteMessage(1, ['1', 'a']),
  ];

  it('gives both the same event ids, and each change two numbers whatever the topics', () => {
    const both = readTransaction([planFor('one'), planFor('two')], messages);
    const indexesOf = (topic: string) =>
      both.records
        .filter((record) => record.topic === topic)
        .map(({ headers }) => parseEventId(headers[EVENT_ID_HEADER] ?? '').index);
    expect(indexesOf('one')).toEqual([0, 4, 4]);
    expect(indexesOf('two')).toEqual(indexesOf('one'));
    expect(both.completed).toEqual(readTransaction([planFor('one')], messages).completed);
  });

  it('counts a changed row once', () => {
    expect(readTransaction([planFor('one'), planFor('two')], messages).rows).toBe(2);
  });
});
