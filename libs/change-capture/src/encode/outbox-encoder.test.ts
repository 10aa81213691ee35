import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import { CaptureStop } from '../capture-stop.js';
import { deleteMessage, insertMessage, updateMessage } from '../pgoutput/wire-messages.fixture.js';
import { encode, relationOf } from './encode-rows.fixture.js';
import { OutboxEncoder } from './outbox-encoder.js';
import { RecordArena } from './record-arena.js';

const columns = [
  { name: 'id', typeOid: 20 },
  { name: 'alert_id', typeOid: 25 },
  { name: 'sender_id', typeOid: 25 },
  { name: 'payload', typeOid: 3802 },
];

const encoder = new OutboxEncoder(
  {
    mode: 'outbox',
    schema: 'public',
    table: 'alert_event',
    topic: 'vf.fraud.alerts',
    partitions: 4,
    key: 'alert_id',
    routedBy: 'sender_id',
    payload: 'payload',
  },
  relationOf('alert_event', columns, 'd'),
  new RecordArena(),
);

const row = ['1', 'alt_1', 'usr_1', '{"event": "opened", "note": "a \\"b\\""}'];

describe('an outbox table', () => {
  it('sends its payload as it is, keyed and routed by its columns', () => {
    const [record, ...others] = encode(encoder, insertMessage(1, row), 1);
    expect(others).toEqual([]);
    expect(record).toMatchObject({ topic: 'vf.fraud.alerts', key: 'alt_1', value: row[3] });
    expect(record?.headers).toEqual({ [EVENT_ID_HEADER]: '00000002-000000000152a4c8-00000002' });
  });

  it('says nothing when rows are updated or cleared away', () => {
    expect(encode(encoder, updateMessage(1, row, row))).toEqual([]);
    expect(encode(encoder, deleteMessage(1, row))).toEqual([]);
  });

  it('refuses a row without its key', () => {
    expect(() => encode(encoder, insertMessage(1, ['1', null, 'usr_1', '{}']))).toThrow(CaptureStop);
  });
});
