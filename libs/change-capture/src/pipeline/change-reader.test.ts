import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, parseEventId } from '@vf/contracts';
import { silentLog } from '@vf/platform';
import { DurableFrontier } from '../durable-frontier.js';
import type { TablePlan } from '../encode/table-plan.js';
import { MessageDecoder } from '../pgoutput/message-decoder.js';
import {
  beginMessage,
  commitMessage,
  deleteMessage,
  insertMessage,
  relationMessage,
} from '../pgoutput/wire-messages.fixture.js';
import { ChangeReader } from './change-reader.js';
import { RecordedBatch, recordsIn } from './recording-broker.fixture.js';
import { TransactionQueue } from './transaction-queue.js';

const COMMIT_LSN = 0x100n;
const COMMIT_TIME_US = 1_795_000_000_000_000n;

const columns = [
  { name: 'id', typeOid: 20 },
  { name: 'owner', typeOid: 25 },
];

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
  const frontier = new DurableFrontier(0n);
  const queue = new TransactionQueue({ maxBatchBytes: 1_000_000, accumulate: () => new RecordedBatch() });
  const reader = new ChangeReader({
    tables,
    source: { version: '1', name: 'vf' },
    database: 'shop',
    epoch: 1,
    publishedCommitLsn: 0n,
    frontier,
    queue,
    log: silentLog,
  });
  const decoder = new MessageDecoder();
  const begin = beginMessage(COMMIT_LSN, COMMIT_TIME_US, 7);
  const commit = commitMessage(COMMIT_LSN, COMMIT_LSN + 8n, COMMIT_TIME_US);
  frontier.begin(COMMIT_LSN);
  for (const bytes of [begin, ...messages, commit]) reader.read(decoder.decode(bytes), '0/F0');
  const batch = queue.take();
  if (!batch) throw new Error('nothing was read');
  return { ...batch, records: recordsIn(batch.records), rows: reader.rows };
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
