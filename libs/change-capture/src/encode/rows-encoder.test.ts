import { describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, OLDER_HASHES_HEADER, UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import fc from 'fast-check';
import { CaptureStop } from '../capture-stop.js';
import { PiiHasher } from '../pii/pii-hasher.js';
import { piiPlan } from '../pii/pii-plan.js';
import { deleteMessage, insertMessage, updateMessage, type WireColumn } from '../pgoutput/wire-messages.fixture.js';
import {
  contextOf,
  describe as describeRelation,
  encode,
  relationOf,
  type EncodedRecord,
} from './encode-rows.fixture.js';
import { EnvelopeEncoder } from './envelope-encoder.js';
import { profiles } from './format-options.js';
import { RowsEncoder } from './rows-encoder.js';
import type { RowsTable } from './table-plan.js';

const plan: RowsTable = {
  mode: 'rows',
  schema: 'public',
  table: 'things',
  topic: 'vf.rows.things',
  partitions: 4,
  key: ['id'],
  routedBy: 'owner',
};

const columns: readonly WireColumn[] = [
  { name: 'id', typeOid: 20 },
  { name: 'owner', typeOid: 25 },
  { name: 'note', typeOid: 25 },
  { name: 'meta', typeOid: 3802 },
];
const row = ['7', 'ann', 'a "quoted" note', '{"email": "ann@example.com"}'];

const encoderFor = (relation = relationOf('things', columns)) => new RowsEncoder(plan, contextOf(relation));
const valueOf = (record: EncodedRecord | undefined) =>
  JSON.parse(record?.value ?? 'null') as Record<string, unknown> | null;

interface SchemaText {
  readonly type: string;
  readonly optional: boolean;
  readonly name: string;
  readonly fields: readonly { readonly field: string; readonly optional: boolean }[];
}

const PREFIX = '00000002-000000000152a4c8-';

describe('a row record', () => {
  it('is the flat row with what a sink merges by', () => {
    const [record, ...others] = encode(encoderFor(), insertMessage(1, row), 3);
    expect(others).toEqual([]);
    expect(record?.value).toBe(
      String.raw`{"id":7,"owner":"ann","note":"a \"quoted\" note","meta":"{\"email\": \"ann@example.com\"}",` +
        '"__op":"c","__deleted":false,"__lsn":22193264,"__event_id":"00000002-000000000152a4c8-00000006",' +
        '"__source_ts_ms":1795000000123,"__version":"00000002/000000000152a4c8/00000006"}',
    );
    expect([record?.topic, record?.key]).toEqual(['vf.rows.things', '{"id":7}']);
    expect(record?.headers).toEqual({ [EVENT_ID_HEADER]: `${PREFIX}00000006` });
  });

  it('has the envelope’s key, partition, headers and columns', () => {
    const relation = relationOf('things', columns);
    const envelopes = new EnvelopeEncoder(
      { ...plan, mode: 'envelope', topic: 'vf.public.things' },
      contextOf(relation),
      { version: '1', name: 'vf' },
    );
    const anyRow = fc.tuple(fc.nat().map(String), fc.uuid(), fc.string({ unit: 'grapheme' }), fc.json());
    fc.assert(
      fc.property(anyRow, anyRow, (old, current) => {
        const bytes = updateMessage(1, old, current);
        const [rows, whole] = [encode(encoderFor(relation), bytes), encode(envelopes, bytes)];
        const shared = ({ key, partition, headers }: EncodedRecord) => ({ key, partition, headers });
        expect(rows.map(shared)).toEqual(whole.map(shared));
        const { after } = valueOf(whole.at(-1)) as { after: object };
        expect(valueOf(rows.at(-1))).toMatchObject(after);
      }),
    );
  });

  it('of a delete is the old row, marked, and then a tombstone', () => {
    const [deletion, tombstone, ...others] = encode(encoderFor(), deleteMessage(1, row));
    expect(others).toEqual([]);
    expect(valueOf(deletion)).toMatchObject({ id: 7, note: row[2], __op: 'd', __deleted: true });
    expect(tombstone).toEqual({ ...deletion, value: null });
  });

  it('has a schema where the format says so, in which only the key is always there', () => {
    const notNull = { id: { notNull: true }, note: { notNull: true } };
    const context = contextOf(describeRelation(relationOf('things', columns), notNull), profiles.connect);
    const [record] = encode(new RowsEncoder(plan, context), insertMessage(1, row));
    const { schema, payload } = valueOf(record) as { schema: SchemaText; payload: object };
    expect(payload).toEqual(valueOf(encode(encoderFor(), insertMessage(1, row))[0]));
    expect([schema.type, schema.optional, schema.name]).toEqual(['struct', false, 'vf.rows.things.Value']);
    expect(schema.fields.map(({ field, optional }) => [field, optional])).toEqual([
      ['id', false],
      ['owner', true],
      ['note', true],
      ['meta', true],
      ['__op', false],
      ['__deleted', false],
      ['__lsn', false],
      ['__event_id', true],
      ['__source_ts_ms', false],
      ['__version', false],
    ]);
    expect(Object.keys(payload)).toEqual(schema.fields.map(({ field }) => field));
  });

  it('of a changed key is the old key’s delete and the new key’s row, by rising versions', () => {
    const records = encode(encoderFor(), updateMessage(1, row, ['8', ...row.slice(1)]));
    expect(records.map(({ key, value }) => [key, value === null])).toEqual([
      ['{"id":7}', false],
      ['{"id":7}', true],
      ['{"id":8}', false],
    ]);
    const [deletion, , creation] = records.map(valueOf);
    expect([deletion?.['__deleted'], creation?.['__deleted'], creation?.['__op']]).toEqual([true, false, 'c']);
    expect(String(deletion?.['__version']) < String(creation?.['__version'])).toBe(true);
  });
});

describe('a large value that did not change', () => {
  const unchanged = [row[0], row[1], undefined, row[3]] as (string | undefined)[];

  it('is taken from the old row', () => {
    const [record] = encode(encoderFor(), updateMessage(1, row, unchanged));
    expect(valueOf(record)).toMatchObject({ note: row[2] });
    expect(record?.headers[UNSENT_COLUMNS_HEADER]).toBeUndefined();
  });

  it('is there under the new key too', () => {
    const records = encode(encoderFor(), updateMessage(1, row, ['8', 'bob', undefined, row[3]]));
    expect(valueOf(records.at(-1))).toMatchObject({ id: 8, note: row[2] });
  });

  it('is left out and named where the table does not send old rows', () => {
    const keyOnly = columns.map((column) => ({ ...column, inIdentity: ['id', 'owner'].includes(column.name) }));
    const encoder = encoderFor(relationOf('things', keyOnly, 'i'));
    const [record] = encode(encoder, updateMessage(1, [row[0], row[1], null, null], unchanged));
    expect(Object.keys(valueOf(record) ?? {})).not.toContain('note');
    expect(record?.headers[UNSENT_COLUMNS_HEADER]).toBe('["note"]');
    const [deletion] = encode(encoder, deleteMessage(1, [row[0], row[1], null, null]));
    expect(valueOf(deletion)).toEqual(expect.not.objectContaining({ note: null }));
    expect(deletion?.headers[UNSENT_COLUMNS_HEADER]).toBe('["note","meta"]');
  });
});

describe('a relation', () => {
  it('without its key or routing column in the identity is refused', () => {
    const keyOnly = columns.map((column) => ({ ...column, inIdentity: column.name === 'id' }));
    expect(() => encoderFor(relationOf('things', keyOnly, 'd'))).toThrow('does not send owner with old rows');
  });

  it('with a column named as one of ours is refused', () => {
    expect(() => encoderFor(relationOf('things', [...columns, { name: '__op', typeOid: 25 }]))).toThrow(CaptureStop);
  });
});

describe('personal data', () => {
  const hasher = new PiiHasher([
    { id: 'k2', secret: 'new-secret-new-secret-new-secret' },
    { id: 'k1', secret: 'old-secret-old-secret-old-secret' },
  ]);
  const hashing = piiPlan.parse({ columns: { note: 'email' }, paths: { meta: { '$.email': 'email' } } });
  const relation = relationOf('things', columns);
  const bothFamilies = (pii: RowsTable['pii'], keys: PiiHasher | undefined = hasher) => {
    const shared = { ...plan, ...(pii ? { pii } : {}) };
    const context = contextOf(relation, profiles.json, keys);
    return [
      new RowsEncoder(shared, context),
      new EnvelopeEncoder({ ...shared, mode: 'envelope' }, context, { version: '1', name: 'vf' }),
    ];
  };

  it('is in no part of any record, whatever the change', () => {
    const [first, second] = ['ann.first@example.com', 'ann.second@example.com'];
    const rowWith = (id: string, email: string) => [id, 'ann', email, JSON.stringify({ email, n: 1 })];
    const changes = [
      insertMessage(1, rowWith('1', first)),
      updateMessage(1, rowWith('1', first), rowWith('1', second)),
      updateMessage(1, rowWith('1', first), rowWith('2', second)),
      deleteMessage(1, rowWith('2', second)),
    ];
    const texts = bothFamilies(hashing).flatMap((encoder) =>
      changes.flatMap((bytes) => encode(encoder, bytes).map((record) => JSON.stringify(record))),
    );
    expect(texts).toHaveLength(14);
    expect(texts.filter((text) => text.includes('example.com'))).toEqual([]);
    expect(texts.filter((text) => /hmac:k2:[0-9a-f]{64}/.test(text)).length).toBe(10);
  });

  it('travels with its hash under the older key, in a header of the record that has it', () => {
    for (const encoder of bothFamilies(hashing)) {
      const [record, tombstone] = encode(encoder, deleteMessage(1, ['1', 'ann', 'a@b.rw', null]));
      expect(Object.entries(JSON.parse(record?.headers[OLDER_HASHES_HEADER] ?? '{}') as object)).toEqual([
        [expect.stringMatching(/^hmac:k2:/), [expect.stringMatching(/^hmac:k1:/)]],
      ]);
      expect(tombstone?.headers).toEqual({ [EVENT_ID_HEADER]: `${PREFIX}00000000` });
    }
  });

  it('that is NULL stays NULL', () => {
    const [record] = encode(bothFamilies(hashing)[0] as RowsEncoder, insertMessage(1, ['1', 'ann', null, null]));
    expect(valueOf(record)).toMatchObject({ note: null, meta: null });
  });

  it.each([
    ['a key column', piiPlan.parse({ columns: { id: 'text' } }), hasher, 'keyed or routed by it'],
    [
      'the routing column',
      piiPlan.parse({ paths: { owner: { '$.email': 'email' } } }),
      hasher,
      'keyed or routed by it',
    ],
    ['a column that is not there', piiPlan.parse({ columns: { email: 'email' } }), hasher, 'has no column email'],
    ['anything without a key to hash with', hashing, undefined, 'there is no PII key'],
  ])('is refused for %s', (_, pii, keys, reason) => {
    expect(() => new RowsEncoder({ ...plan, pii }, contextOf(relation, profiles.json, keys))).toThrow(reason);
  });

  it('may be of a column that was renamed, when the plan says so', () => {
    const renamed = piiPlan.parse({ columns: { email: 'email', note: 'email' }, mayBeMissing: ['email'] });
    const [record] = encode(bothFamilies(renamed)[0] as RowsEncoder, insertMessage(1, row));
    expect(valueOf(record)).toMatchObject({ note: expect.stringMatching(/^hmac:k2:/) });
  });
});
