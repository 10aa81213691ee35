import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, parseEventId } from '@vf/contracts';
import type { TablePlan } from '../encode/table-plan.js';
import { deleteMessage, insertMessage, relationMessage } from '../pgoutput/wire-messages.fixture.js';
import type { ChangeRecord } from '../encode/change-record.js';
import { resolveFormat } from '../encode/format-options.js';
import { COLUMNS as columns, jsonOf, ReadStream, type StreamOptions } from './read-stream.fixture.js';
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

describe('a transaction that is partly published', () => {
  const messages = [relationMessage(1, 'thing', columns), ...['1', '2', '3'].map((id) => insertMessage(1, [id, 'a']))];
  const readAfter = (commitLsn: bigint, index: number, options: StreamOptions = {}) => {
    const stream = new ReadStream({ ...options, published: { commitLsn, index } });
    stream.transaction(0x100n, messages);
    return { records: stream.records(), rows: stream.reader.rows };
  };
  const indexes = (records: readonly ChangeRecord[]) =>
    records.map(({ headers }) => parseEventId(headers[EVENT_ID_HEADER] ?? '').index);

  it('goes on after the event that the position names', () => {
    expect(indexes(readAfter(0x100n, 1).records)).toEqual([2, 4]);
    expect(indexes(readAfter(0x100n, 5).records)).toEqual([]);
    expect(indexes(readAfter(0xffn, 99).records)).toEqual([0, 2, 4]);
    expect(readAfter(0x100n, 3).rows).toBe(1);
  });

  it('is not there any more once its commit is published', () => {
    const whole = new ReadStream();
    whole.transaction(0x100n, messages);
    const end = whole.queue.take()?.completed.at(-1);
    expect(end?.lastIndex).toBe(6);
    expect(readAfter(0x100n, 6).records).toEqual([]);
  });

  it('counts what is published already, and tells its end', () => {
    const format = resolveFormat('json', { 'provide.transaction.metadata': true });
    const { records } = readAfter(0x100n, 3, { format, transactionTopic: 'tx' });
    const [insert, end] = records.map(({ value }) => jsonOf(value)) as Record<string, unknown>[];
    expect(insert?.['transaction']).toMatchObject({ total_order: 3 });
    expect(end).toMatchObject({ status: 'END', event_count: 3 });
    expect(readAfter(0x100n, 6, { format, transactionTopic: 'tx' }).records).toEqual([]);
  });
});
