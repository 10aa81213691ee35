import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import { CaptureStop } from '../capture-stop.js';
import { murmur2 } from '../murmur2.js';
import {
  deleteMessage,
  insertMessage,
  keyUpdateMessage,
  updateMessage,
  type WireColumn,
} from '../pgoutput/wire-messages.fixture.js';
import {
  contextOf,
  describe as described,
  encode,
  relationOf,
  stamp,
  type EncodedRecord,
} from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { contextHeaders } from './envelope-source.js';
import { profiles, resolveFormat, type FormatOptions } from './format-options.js';
import type { EnvelopeTable } from './table-plan.js';

const plan: EnvelopeTable = {
  mode: 'envelope',
  schema: 'public',
  table: 'things',
  topic: 'vf.public.things',
  partitions: 64,
  key: ['id'],
};

/** Identity DEFAULT over `id`. */
const columns: readonly WireColumn[] = [
  { name: 'id', typeOid: 23 },
  { name: 'note', typeOid: 25, inIdentity: false },
  { name: 'count', typeOid: 23, inIdentity: false },
  { name: 'tags', typeOid: 1009, inIdentity: false },
];
const facts = { id: { notNull: true }, count: { notNull: true }, tags: { defaultExpression: "'{}'::text[]" } };

function encoderFor(
  format: FormatOptions = profiles.json,
  {
    changes = {},
    identity = 'd',
    of = columns,
  }: { changes?: Partial<EnvelopeTable>; identity?: string; of?: typeof columns } = {},
) {
  const context = contextOf(described(relationOf('things', of, identity), facts), format);
  const headers = format['extended.headers.enabled'] ? { contextHeaders: contextHeaders('vf', 'run') } : {};
  return new EnvelopeEncoder({ ...plan, ...changes }, context, { version: '1', name: 'vf', ...headers });
}

const valueOf = (record: EncodedRecord | undefined) => JSON.parse(record?.value ?? 'null') as Record<string, unknown>;
const row = ['7', 'a', '1', '{x}'];

describe('identity DEFAULT', () => {
  it('has no old row of an update that leaves the key alone', () => {
    const [record, ...others] = encode(encoderFor(), keyUpdateMessage(1, null, row));
    expect(others).toEqual([]);
    expect(valueOf(record)).toMatchObject({ before: null, after: { id: 7 }, op: 'u' });
  });

  it('sends a delete’s key only: the rest is null in json, and Debezium’s fillers elsewhere', () => {
    const bytes = deleteMessage(1, ['7', null, null, null], 'K');
    const [readable, tombstone] = encode(encoderFor(), bytes);
    expect(valueOf(readable)).toMatchObject({ before: { id: 7, note: null, count: null, tags: null }, op: 'd' });
    expect(readable?.headers[UNSENT_COLUMNS_HEADER]).toBe('["note","count","tags"]');
    expect([tombstone?.value, tombstone?.key]).toEqual([null, '{"id":7}']);
    const [filled] = encode(encoderFor(profiles.debezium), bytes);
    expect(valueOf(filled)['before']).toEqual({ id: 7, note: null, count: 0, tags: null });
  });

  it('sends the old key of a changed one: delete, tombstone, create', () => {
    const records = encode(encoderFor(), keyUpdateMessage(1, ['6', null, null, null], row));
    expect(
      records.map(({ key, value }) => [key, value === null ? null : valueOf({ value } as EncodedRecord)['op']]),
    ).toEqual([
      ['{"id":6}', 'd'],
      ['{"id":6}', null],
      ['{"id":7}', 'c'],
    ]);
    expect(valueOf(records[2])).toMatchObject({ before: null, after: { id: 7, note: 'a' } });
  });

  it('stands where nothing is routed by what a delete does not send, and is refused where something is', () => {
    expect(() => encoderFor(profiles.json, { changes: { routedBy: 'id' } })).not.toThrow();
    expect(() => encoderFor(profiles.json, { changes: { routedBy: 'note' } })).toThrow(CaptureStop);
    expect(() => encoderFor(profiles.json, { changes: { key: ['note'] } })).toThrow(/FULL, or key and route/);
  });
});

describe('a large value that was not sent', () => {
  const unsent = keyUpdateMessage(1, null, ['7', undefined, '1', undefined]);

  it('is the placeholder, and a header lists it', () => {
    const [record] = encode(encoderFor(), unsent);
    expect(record?.headers[UNSENT_COLUMNS_HEADER]).toBe('["note","tags"]');
    const placeholder = '__debezium_unavailable_value';
    expect(valueOf(record)['after']).toEqual({ id: 7, note: placeholder, count: 1, tags: [placeholder] });
  });

  it('is another placeholder by unavailable.value.placeholder', () => {
    const format = resolveFormat('debezium', { 'unavailable.value.placeholder': 'n/a' });
    expect(valueOf(encode(encoderFor(format), unsent)[0])['after']).toMatchObject({ note: 'n/a', tags: ['n/a'] });
  });

  it.each([
    [17, '"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="'],
    [1001, '["X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="]'],
    [1007, JSON.stringify([...Buffer.from('__debezium_unavailable_value')])],
    [2951, '["b68a35a7-17ad-35b3-af2a-ae46edb4545a"]'],
    [1022, 'null'],
    [3802, '"__debezium_unavailable_value"'],
  ])('of type %i is Debezium’s placeholder for the type', (typeOid, expected) => {
    const of = [columns[0]!, { name: 'large', typeOid, inIdentity: false }];
    const [record] = encode(encoderFor(profiles.debezium, { of }), keyUpdateMessage(1, null, ['7', undefined]));
    expect(record?.value).toContain(`"after":{"id":7,"large":${expected}}`);
  });

  it('keys and routes all the same, by the old row', () => {
    const of = [{ name: 'id', typeOid: 25 }, ...columns.slice(1)];
    const encoder = encoderFor(profiles.json, {
      identity: 'f',
      of: of.map((column) => ({ ...column, inIdentity: true })),
    });
    const [record] = encode(encoder, updateMessage(1, ['k', 'a', '1', '{}'], [undefined, 'b', '1', '{}']));
    expect([record?.key, valueOf(record)['after']]).toMatchObject(['{"id":"k"}', { id: 'k', note: 'b' }]);
  });
});

describe('a table without a key', () => {
  const nothing = columns.map((column) => ({ ...column, inIdentity: false }));

  it('has null keys, all in partition 0', () => {
    const encoder = encoderFor(profiles.json, { changes: { key: [] }, identity: 'n', of: nothing });
    const records = ['1', '2', '3'].flatMap((id) => encode(encoder, insertMessage(1, [id, ...row.slice(1)])));
    expect(records.map(({ key, partition }) => [key, partition])).toEqual(Array(3).fill([null, 0]));
  });

  it('tells old and new row under FULL, and no tombstone may follow a delete without a key', () => {
    const whole = columns.map((column) => ({ ...column, inIdentity: true }));
    const encoder = encoderFor(profiles.json, { changes: { key: [] }, identity: 'f', of: whole });
    const [update] = encode(encoder, updateMessage(1, row, ['7', 'b', '1', '{x}']));
    expect(valueOf(update)).toMatchObject({ before: { note: 'a' }, after: { note: 'b' }, op: 'u' });
    expect(encode(encoder, deleteMessage(1, row)).map(({ key, value }) => [key, value === null])).toEqual([
      [null, false],
      [null, true],
    ]);
  });

  it('is routed by a column when the plan says so', () => {
    const encoder = encoderFor(profiles.json, { changes: { key: [], routedBy: 'note' }, identity: 'n', of: nothing });
    const [record] = encode(encoder, insertMessage(1, row));
    expect(record?.partition).toBe((murmur2(Buffer.from('a')) & 0x7fff_ffff) % 64);
  });
});

describe('a key', () => {
  it('picks the partition by its bytes, as Kafka’s own clients do, when no column does', () => {
    const [record] = encode(encoderFor(), insertMessage(1, row));
    expect(record?.partition).toBe((murmur2(Buffer.from('{"id":7}')) & 0x7fff_ffff) % 64);
  });

  it('of columns that may be null holds null', () => {
    const whole = columns.map((column) => ({ ...column, inIdentity: true }));
    const encoder = encoderFor(profiles.json, { changes: { key: ['note', 'id'] }, identity: 'f', of: whole });
    expect(encode(encoder, insertMessage(1, ['7', null, '1', null]))[0]?.key).toBe('{"note":null,"id":7}');
    expect(() => encode(encoder, insertMessage(1, [null, null, '1', null]))).toThrow(/without its key/);
  });

  it('of a type that is left out is refused', () => {
    const of = [{ name: 'id', typeOid: 3220 }];
    expect(() => encoderFor(profiles.debezium, { of })).toThrow(/type that this format leaves out/);
  });
});

describe('the options', () => {
  it('of tombstones and skipped operations leave records out, and ids as they are', () => {
    const without = (overrides: Record<string, unknown>) => encoderFor(resolveFormat('json', overrides));
    const deletion = deleteMessage(1, ['7', null, null, null], 'K');
    expect(encode(without({ 'tombstones.on.delete': false }), deletion)).toHaveLength(1);
    expect(encode(without({ 'skipped.operations': 'd' }), deletion)).toHaveLength(0);
    expect(encode(without({ 'skipped.operations': 'c,u' }), insertMessage(1, row))).toHaveLength(0);
    const moved = encode(without({ 'skipped.operations': 'd' }), keyUpdateMessage(1, ['6', null, null, null], row));
    expect(moved.map(({ key, headers }) => [key, headers[EVENT_ID_HEADER]?.slice(-8)])).toEqual([
      ['{"id":7}', '00000001'],
    ]);
  });

  it('of extended headers put Debezium’s context on every record', () => {
    const records = encode(encoderFor(profiles.debezium), deleteMessage(1, ['7', null, null, null], 'K'));
    const context = {
      '__debezium.context.connectorLogicalName': 'vf',
      '__debezium.context.taskId': '0',
      '__debezium.context.connectorName': 'postgresql',
      '__debezium.context.runId': 'run',
    };
    for (const { headers } of records) expect(headers).toMatchObject(context);
    expect(encode(encoderFor(), insertMessage(1, row))[0]?.headers).toEqual({
      [EVENT_ID_HEADER]: `${stamp.eventIdPrefix}00000000`,
    });
  });
});
