import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, parseEventId } from '@vf/contracts';
import fc from 'fast-check';
import { CaptureStop } from '../capture-stop.js';
import { MessageDecoder } from '../pgoutput/message-decoder.js';
import { deleteMessage, insertMessage, updateMessage } from '../pgoutput/wire-messages.fixture.js';
import { contextOf, encode, relationOf, stamp, type EncodedRecord } from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { envelopeSchema } from './envelope-schema.js';
import { profiles, type FormatOptions } from './format-options.js';
import type { EnvelopeTable } from './table-plan.js';
import { stampSnapshot } from './transaction-stamp.js';

const plan: EnvelopeTable = {
  mode: 'envelope',
  schema: 'public',
  table: 'things',
  topic: 'vf.public.things',
  partitions: 4,
  key: ['id'],
  routedBy: 'owner',
};

const columns = [
  { name: 'id', typeOid: 20 },
  { name: 'owner', typeOid: 2950 },
  { name: 'amount', typeOid: 1700 },
  { name: 'note', typeOid: 25 },
  { name: 'frozen', typeOid: 16 },
  { name: 'meta', typeOid: 3802 },
  { name: 'created_at', typeOid: 1184 },
];

const encoderFor = (relation = relationOf('things', columns)) =>
  new EnvelopeEncoder(plan, contextOf(relation), { version: '1', name: 'vf' });

const owner = '0190a1b2-0000-7000-8000-000000000001';
const row = ['7', owner, '5000.00', 'a "quoted" \\ note\n', 't', '{"a": 1}', '2026-11-24 10:00:00.12+00'];

function envelope(record: EncodedRecord | undefined): Record<string, unknown> {
  return JSON.parse(record?.value ?? 'null') as Record<string, unknown>;
}

describe('the envelope of a row', () => {
  it('has Debezium’s members, in Debezium’s order', () => {
    const [record] = encode(encoderFor(), insertMessage(1, row));
    const value = envelope(record);
    expect(Object.keys(value)).toEqual(['before', 'after', 'source', 'transaction', 'op', 'ts_ms', 'ts_us', 'ts_ns']);
    expect(value['after']).toEqual({
      id: 7,
      owner,
      amount: '5000.00',
      note: 'a "quoted" \\ note\n',
      frozen: true,
      meta: '{"a": 1}',
      created_at: '2026-11-24T10:00:00.120000Z',
    });
    expect([value['before'], value['op'], value['transaction']]).toEqual([null, 'c', null]);
    expect(JSON.stringify(value['source'])).toBe(
      '{"version":"1","connector":"postgresql","name":"vf","ts_ms":1795000000123,"snapshot":"false","db":"shop",' +
        '"sequence":"[\\"22193152\\",\\"22193264\\"]","ts_us":1795000000123456,"ts_ns":1795000000123456000,' +
        '"schema":"public","table":"things","txId":771,"lsn":22193264,"xmin":null,"origin":null,"origin_lsn":null,' +
        '"event_id":"00000002-000000000152a4c8-00000000"}',
    );
    expect(record?.value).toContain('"ts_ns":1795000000123456000,');
    expect([record?.key, record?.headers[EVENT_ID_HEADER], record?.timestampMs]).toEqual([
      '{"id":7}',
      '00000002-000000000152a4c8-00000000',
      1_795_000_000_123,
    ]);
  });

  it('holds the whole old row of an update, and a large value that did not change', () => {
    const [record, ...others] = encode(
      encoderFor(),
      updateMessage(1, row, ['7', owner, '1.50', undefined, 'f', null, row[6]]),
    );
    expect(others).toEqual([]);
    const { before, after, op } = envelope(record) as { before: { note: string }; after: object; op: string };
    expect([before.note, op]).toEqual([row[3], 'u']);
    expect(after).toMatchObject({ amount: '1.50', note: row[3], frozen: false, meta: null });
  });

  it('of a delete is followed by a tombstone of the same key and id', () => {
    const [deletion, tombstone, ...others] = encode(encoderFor(), deleteMessage(1, row), 3);
    expect(others).toEqual([]);
    expect(envelope(deletion)).toMatchObject({ before: { id: 7 }, after: null, op: 'd' });
    expect(tombstone).toEqual({ ...deletion, value: null });
    expect(deletion?.headers[EVENT_ID_HEADER]).toBe('00000002-000000000152a4c8-00000006');
  });

  it('of a changed key travels as delete, tombstone and create with rising ids', () => {
    const records = encode(encoderFor(), updateMessage(1, row, ['8', ...row.slice(1)]));
    expect(records.map(({ key }) => key)).toEqual(['{"id":7}', '{"id":7}', '{"id":8}']);
    expect(records.map((record) => record.value && envelope(record)['op'])).toEqual(['d', null, 'c']);
    const ids = records.map(({ headers }) => parseEventId(headers[EVENT_ID_HEADER] ?? '').index);
    expect(ids).toEqual([0, 0, 1]);
    expect(records.map(({ headers }) => [headers['__debezium.newkey'], headers['__debezium.oldkey']])).toEqual([
      ['{"id":8}', undefined],
      ['{"id":8}', undefined],
      [undefined, '{"id":7}'],
    ]);
  });

  it('tells the event id in its header alone, when the format says so', () => {
    const format = { ...profiles.json, 'source.event.id': false };
    const encoder = new EnvelopeEncoder(plan, contextOf(relationOf('things', columns), format), {
      version: '1',
      name: 'vf',
    });
    const [record] = encode(encoder, insertMessage(1, row));
    expect(record?.value).toContain('"xmin":null,"origin":null,"origin_lsn":null},"transaction":null,"op":"c"');
    expect(record?.headers[EVENT_ID_HEADER]).toBe('00000002-000000000152a4c8-00000000');
    // In the schema neither.
    expect(envelopeSchema('r', [], profiles.connect)).not.toContain('event_id');
    expect(envelopeSchema('r', [], { ...profiles.connect, 'source.event.id': true })).toContain('"field":"event_id"');
  });

  it('of what a snapshot found has null, or no member, in the event id’s place', () => {
    const place = {
      transaction: stampSnapshot(stamp, 'first', 'shop'),
      ordinal: 0,
      lsn: '0/152A470',
      snapshotIdPrefix: 's',
    };
    const endOf = (format: FormatOptions) => {
      const encoder = new EnvelopeEncoder(plan, contextOf(relationOf('things', columns), format), {
        version: '1',
        name: 'vf',
      });
      const message = new MessageDecoder().decode(insertMessage(1, row));
      const values: string[] = [];
      if (message.tag === 'row') encoder.encode(message, place, ({ value }) => values.push(String(value)));
      return /"origin_lsn":.*?},/.exec(values.join(''))?.[0];
    };
    expect(endOf(profiles.json)).toBe('"origin_lsn":null,"event_id":null},');
    expect(endOf({ ...profiles.json, 'source.event.id': false })).toBe('"origin_lsn":null},');
  });

  it('of a changed key holds a large value that did not change', () => {
    const records = encode(encoderFor(), updateMessage(1, row, ['8', owner, row[2], undefined, ...row.slice(4)]));
    expect(envelope(records.at(-1))).toMatchObject({ before: null, after: { id: 8, note: row[3] } });
  });

  it('agrees with JSON.parse for any text', () => {
    const encoder = encoderFor(relationOf('things', columns.slice(0, 4)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.maxSafeInteger(), (note, id) => {
        const storable = note.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '');
        const [record] = encode(encoder, insertMessage(1, [String(id), owner, null, storable]));
        expect(envelope(record)['after']).toEqual({ id, owner, amount: null, note: storable });
      }),
    );
  });

  it('sends all rows of one routing value to one partition, and the tombstone with its row', () => {
    const encoder = encoderFor();
    fc.assert(
      fc.property(fc.uuid(), fc.nat(), fc.nat(), (routed, a, b) => {
        const rowOf = (id: number) => [String(id), routed, ...row.slice(2)];
        const records = [insertMessage(1, rowOf(a)), deleteMessage(1, rowOf(b))].flatMap((bytes) =>
          encode(encoder, bytes),
        );
        expect(new Set(records.map(({ partition }) => partition)).size).toBe(1);
      }),
    );
  });
});

describe('a relation that can not be carried', () => {
  it('lacks its key, its routing column, or the old value of what it is routed by', () => {
    expect(() => encoderFor(relationOf('things', columns.slice(1)))).toThrow(CaptureStop);
    expect(() => encoderFor(relationOf('things', columns.slice(0, 1)))).toThrow(CaptureStop);
    const onlyId = columns.map((column) => ({ ...column, inIdentity: column.name === 'id' }));
    expect(() => encoderFor(relationOf('things', onlyId, 'd'))).toThrow(/does not send owner.*REPLICA IDENTITY FULL/);
  });

  it('sends a row without its routing value', () => {
    expect(() => encode(encoderFor(), insertMessage(1, ['7', null, ...row.slice(2)]))).toThrow(CaptureStop);
  });
});
