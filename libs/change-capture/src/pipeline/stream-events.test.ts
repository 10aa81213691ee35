import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import { profiles, resolveFormat } from '../encode/format-options.js';
import {
  beginMessage,
  insertMessage,
  logicalMessage,
  originMessage,
  relationMessage,
  truncateMessage,
  updateMessage,
} from '../pgoutput/wire-messages.fixture.js';
import { COLUMNS, jsonOf, plan, ReadStream } from './read-stream.fixture.js';
import { recordsIn } from './recording-broker.fixture.js';

const relation = relationMessage(1, 'thing', COLUMNS);
const unlisted = relationMessage(2, 'unlisted', COLUMNS);
const idsOf = (stream: ReadStream) => stream.records().map(({ headers }) => headers[EVENT_ID_HEADER]?.slice(-8));

describe('a truncate', () => {
  it('is one record for each table that is carried, with the row’s place among the changes', () => {
    const stream = new ReadStream();
    stream.transaction(0x100n, [relation, unlisted, insertMessage(1, ['1', 'a']), truncateMessage([2, 1])]);
    const records = stream.records();
    expect(records.map(({ key, partition }) => [String(key), partition])).toEqual([
      ['{"id":1}', expect.any(Number)],
      ['null', 0],
    ]);
    expect(jsonOf(records[1]?.value)).toMatchObject({ before: null, after: null, op: 't', source: { table: 'thing' } });
    expect(records[1]?.headers[EVENT_ID_HEADER]).toBe('00000001-0000000000000100-00000004');
  });

  it('is left out where skipped.operations says so, and in the rows family', () => {
    const skipping = new ReadStream({ format: profiles.debezium });
    const rows = new ReadStream({ tables: [{ ...plan, mode: 'rows' }] });
    for (const stream of [skipping, rows]) {
      stream.transaction(0x100n, [relation, truncateMessage([1]), insertMessage(1, ['1', 'a'])]);
      expect(idsOf(stream)).toEqual(['00000002']);
    }
  });
});

describe('logical messages', () => {
  const messages = { topic: 'vf.message', partitions: 4 };

  it('of a transaction are changes of it, ours are nobody’s', () => {
    const stream = new ReadStream({ messages });
    const heartbeat = logicalMessage(0xa8n, 'vf.heartbeat', 'p');
    stream.transaction(0x100n, [
      heartbeat,
      logicalMessage(0xb0n, 'audit', 'héllo'),
      relation,
      insertMessage(1, ['1', 'a']),
    ]);
    const [message, insert, ...others] = stream.records();
    expect(others).toEqual([]);
    expect([message?.topic, String(message?.key)]).toEqual(['vf.message', '{"prefix":"audit"}']);
    expect(jsonOf(message?.value)).toMatchObject({
      op: 'm',
      source: { schema: '', table: '', txId: 7, lsn: 0xf0 },
      transaction: null,
      message: { prefix: 'audit', content: Buffer.from('héllo').toString('base64') },
    });
    expect(Object.keys(jsonOf(message?.value) as object)).toEqual(['op', 'ts_ms', 'source', 'transaction', 'message']);
    expect([message, insert].map((record) => record?.headers[EVENT_ID_HEADER]?.slice(-8))).toEqual([
      '00000002',
      '00000004',
    ]);
  });

  it('outside of transactions are transactions of their own: durable, and sent again from no later than themselves', () => {
    const stream = new ReadStream({ messages });
    stream.receive(logicalMessage(0x200n, 'audit', 'x', false), '0/200');
    expect(stream.frontier.idle).toBe(false);
    const batch = stream.queue.take();
    const records = batch ? recordsIn(batch.records) : [];
    expect(records.map(({ headers }) => headers[EVENT_ID_HEADER])).toEqual(['00000001-00000000000001ff-00000000']);
    expect(jsonOf(records[0]?.value)).toMatchObject({
      source: { txId: null, lsn: 0x200, sequence: '["512","512"]' },
      transaction: null,
    });
    for (const { commitLsn } of batch?.completed ?? []) stream.frontier.markDurable(commitLsn);
    expect(stream.frontier.confirmable).toBe(0x200n);
    // A commit record may begin where the message ends.
    stream.transaction(0x200n, [relation, insertMessage(1, ['1', 'a'])]);
    expect(idsOf(stream)).toEqual(['00000000']);
  });

  it('are not carried without a topic, nor those that were published before', () => {
    const without = new ReadStream();
    without.receive(logicalMessage(0x200n, 'audit', 'x', false));
    without.transaction(0x300n, [logicalMessage(0x210n, 'audit', 'x')]);
    const before = new ReadStream({ messages, published: { commitLsn: 0x2ffn, index: 0 } });
    before.receive(logicalMessage(0x200n, 'audit', 'x', false));
    expect([...without.records(), ...before.records()]).toEqual([]);
    expect(without.frontier.pending).toBe(1);
  });

  it('have Debezium’s schemas', () => {
    const stream = new ReadStream({ messages, format: profiles.connect });
    stream.receive(logicalMessage(0x200n, 'audit', 'x', false));
    const [record] = stream.records();
    expect(jsonOf(record?.key)).toMatchObject({
      schema: { name: 'io.debezium.connector.postgresql.MessageKey', version: 1 },
      payload: { prefix: 'audit' },
    });
    expect(jsonOf(record?.value)).toMatchObject({
      schema: { name: 'io.debezium.connector.postgresql.MessageValue', fields: { length: 5 } },
      payload: { op: 'm' },
    });
  });
});

describe('the transaction topic', () => {
  const format = resolveFormat('json', { 'provide.transaction.metadata': true });
  const options = { format, transactionTopic: 'vf.transaction', messages: { topic: 'vf.message', partitions: 1 } };

  it('tells a transaction’s begin and end, and envelopes their place in it', () => {
    const stream = new ReadStream(options);
    const changes = [
      relation,
      insertMessage(1, ['1', 'a']),
      logicalMessage(0xb0n, 'audit', 'x'),
      updateMessage(1, ['1', 'a'], ['2', 'a']),
    ];
    stream.transaction(0x100n, changes);
    const records = stream.records();
    expect(records.map(({ topic }) => topic)).toEqual([
      'vf.transaction',
      'vf.public.thing',
      'vf.message',
      'vf.public.thing',
      'vf.public.thing',
      'vf.public.thing',
      'vf.transaction',
    ]);
    const [begin, ...others] = records;
    expect([begin, others.pop()].map((record) => [String(record?.key), String(record?.value)])).toEqual([
      [
        '{"id":"7:160"}',
        '{"status":"BEGIN","id":"7:160","event_count":null,"data_collections":null,"ts_ms":1795000000000}',
      ],
      [
        '{"id":"7:264"}',
        '{"status":"END","id":"7:264","event_count":4,"data_collections":[{"data_collection":"public.thing","event_count":3},' +
          '{"data_collection":"LOGICAL_DECODING_MESSAGE","event_count":1}],"ts_ms":1795000000000}',
      ],
    ]);
    const blocks = others.flatMap(({ value }) =>
      value ? [(jsonOf(value) as { transaction: object }).transaction] : [],
    );
    expect(blocks).toEqual([
      { id: '7:240', total_order: 1, data_collection_order: 1 },
      { id: '7:240', total_order: 2, data_collection_order: 1 },
      { id: '7:240', total_order: 3, data_collection_order: 2 },
      { id: '7:240', total_order: 4, data_collection_order: 3 },
    ]);
  });

  it('has ids that rise, and nothing of transactions without an event', () => {
    const stream = new ReadStream(options);
    stream.transaction(0x100n, [unlisted, insertMessage(2, ['1', 'a'])]);
    stream.transaction(0x200n, [relation, insertMessage(1, ['1', 'a'])]);
    stream.transaction(0x300n, [logicalMessage(0xb0n, 'vf.heartbeat', 'p')]);
    const ids = stream
      .records()
      .filter(({ topic }) => topic === 'vf.transaction')
      .map(({ headers }) => headers[EVENT_ID_HEADER]);
    expect(ids).toEqual(['00000001-0000000000000200-00000000', '00000001-0000000000000200-00000001']);
  });

  it('is silent without the option', () => {
    const stream = new ReadStream({ ...options, format: profiles.json });
    stream.transaction(0x200n, [relation, insertMessage(1, ['1', 'a'])]);
    expect(stream.records().map(({ topic }) => topic)).toEqual(['vf.public.thing']);
  });
});

describe('a transaction from elsewhere', () => {
  it('says where it came from', () => {
    const stream = new ReadStream();
    stream.transaction(0x100n, [originMessage(0x99n, 'other "node"'), relation, insertMessage(1, ['1', 'a'])]);
    stream.transaction(0x200n, [insertMessage(1, ['2', 'a'])]);
    const sources = stream.records().map(({ value }) => (jsonOf(value) as { source: object }).source);
    expect(sources).toMatchObject([
      { origin: 'other "node"', origin_lsn: 0x99, sequence: '[null,"240"]' },
      { origin: null, origin_lsn: null, sequence: '["264","240"]' },
    ]);
  });
});

describe('bytes that the protocol does not explain', () => {
  it('are a typed stop, and nothing of their transaction is published or told to the slot', () => {
    const stream = new ReadStream();
    stream.transaction(0x100n, [relation, insertMessage(1, ['1', 'a'])]);
    expect(stream.records()).toHaveLength(1);
    stream.receive(beginMessage(0x200n, 1_795_000_000_000_000n, 8));
    stream.receive(insertMessage(1, ['2', 'b']));
    expect(() => stream.receive(insertMessage(1, ['3', 'c']).subarray(0, -1))).toThrow(
      expect.objectContaining({
        code: 'stream-undecodable',
        message: expect.stringContaining('The replication stream can not be understood'),
        repair: expect.stringContaining('Check that the server’s version is a supported one'),
      }),
    );
    expect(stream.records()).toEqual([]);
    expect(stream.frontier.confirmable).toBeLessThanOrEqual(0x108n);
  });
});
