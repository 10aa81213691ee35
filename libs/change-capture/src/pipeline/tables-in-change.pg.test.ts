import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_ID_HEADER, UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import { profiles, resolveFormat, type FormatOptions } from '../encode/format-options.js';
import { settles } from '../settles.fixture.js';
import { sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import { createTables, ownTable, streamTables, type OwnTables, type StreamingTables } from './source-table.fixture.js';

let source: SourceDatabase;

beforeEach(async () => {
  source = await sourceDatabase();
});

afterEach(async () => source[Symbol.asyncDispose]());

async function streaming(
  own: OwnTables,
  format: FormatOptions = profiles.json,
  more: Partial<Parameters<typeof streamTables>[2]> = {},
): Promise<StreamingTables> {
  await createTables(source, own);
  return streamTables(source, own, { format, ...more });
}

interface Envelope {
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly op: string;
  readonly source: { readonly table: string };
}

const envelopes = (stream: StreamingTables, topic: string) =>
  stream.broker.of(topic).map(({ value }) => (value === null ? null : (JSON.parse(String(value)) as Envelope)));
const rows = (stream: StreamingTables, topic: string) => envelopes(stream, topic).map((value) => value?.after);

describe('a table whose columns change', () => {
  const own: OwnTables = {
    ddl: `CREATE TABLE part (id int PRIMARY KEY, a text, b int); ALTER TABLE part REPLICA IDENTITY FULL`,
    publish: 'FOR TABLE part',
    tables: [ownTable('part')],
  };

  it('is followed between transactions and inside of them, each row in the form it was written in', async () => {
    await using stream = await streaming(own);
    await source.query(`INSERT INTO part VALUES (1, 'a', 1)`);
    await source.query(`ALTER TABLE part ADD COLUMN c numeric(5,2) NOT NULL DEFAULT 7`);
    await source.query(`INSERT INTO part VALUES (2, 'a', 1, 1.5)`);
    await source.query(`BEGIN;
      INSERT INTO part VALUES (3, 'a', 1, 1.5);
      ALTER TABLE part DROP COLUMN a;
      INSERT INTO part VALUES (4, 1, 1.5);
      ALTER TABLE part RENAME COLUMN b TO "B b";
      INSERT INTO part VALUES (5, 1, 1.5);
      CREATE TYPE shade AS ENUM ('light');
      ALTER TABLE part ALTER COLUMN "B b" TYPE text USING "B b"::text, ADD COLUMN d shade;
      INSERT INTO part VALUES (6, 'x', 1.5, 'light');
      COMMIT`);
    await source.query(`ALTER TABLE part ALTER COLUMN c TYPE numeric(7,3)`);
    await source.query(`INSERT INTO part VALUES (7, 'x', 1.5, 'light')`);
    const topic = own.tables[0]!.topic;
    // Retyping writes the table anew, which is no change of its rows.
    await settles(() => expect(rows(stream, topic)).toHaveLength(7));
    expect(rows(stream, topic)).toEqual([
      { id: 1, a: 'a', b: 1 },
      { id: 2, a: 'a', b: 1, c: '1.50' },
      { id: 3, a: 'a', b: 1, c: '1.50' },
      { id: 4, b: 1, c: '1.50' },
      { id: 5, 'B b': 1, c: '1.50' },
      { id: 6, 'B b': 'x', c: '1.50', d: 'light' },
      { id: 7, 'B b': 'x', c: '1.500', d: 'light' },
    ]);
    expect(stream.pipeline.status.reconnects).toBe(0);
  });

  it('has its new schema, nullability and default in connect', async () => {
    await using stream = await streaming(own, profiles.connect);
    await source.query(`ALTER TABLE part ADD COLUMN c numeric(5,2) NOT NULL DEFAULT 7`);
    await source.query(`INSERT INTO part VALUES (1, 'a', 1, 1.5)`);
    const topic = own.tables[0]!.topic;
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(1));
    const { schema } = JSON.parse(String(stream.broker.of(topic)[0]?.value)) as {
      schema: { fields: { field: string; fields: object[] }[] };
    };
    const after = schema.fields.find(({ field }) => field === 'after');
    expect(after?.fields).toMatchObject([
      { field: 'id', type: 'int32', optional: false },
      { field: 'a', type: 'string', optional: true },
      { field: 'b', type: 'int32', optional: true },
      { field: 'c', name: 'org.apache.kafka.connect.data.Decimal', optional: false, default: 'Arw=' },
    ]);
  });
});

describe('names', () => {
  it('may be anything: topics are made valid, everything else is as it is', async () => {
    const table = 'Wild.Na me "q" 🦄';
    const own: OwnTables = {
      ddl: `CREATE TABLE "Wild.Na me ""q"" 🦄" ("I d" int PRIMARY KEY, "quo""te" text, "dot.ted" text, "🦄" int)`,
      publish: 'FOR TABLE "Wild.Na me ""q"" 🦄"',
      tables: [ownTable(table, { key: ['I d'] })],
    };
    await using stream = await streaming(own);
    await source.query(`INSERT INTO "Wild.Na me ""q"" 🦄" VALUES (1, 'a', 'b', 2)`);
    const topic = 't.public.Wild.Na_me__q____';
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(1));
    expect(envelopes(stream, topic)[0]).toMatchObject({
      after: { 'I d': 1, 'quo"te': 'a', 'dot.ted': 'b', '🦄': 2 },
      source: { schema: 'public', table },
    });
    expect(String(stream.broker.of(topic)[0]?.key)).toBe('{"I d":1}');
  });
});

describe('partitioned tables and row filters', () => {
  const ddl = `CREATE TABLE parent (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
    CREATE TABLE low PARTITION OF parent FOR VALUES FROM (0) TO (10);
    CREATE TABLE high PARTITION OF parent FOR VALUES FROM (10) TO (20)`;
  const both = [1, 11].map((id) => `INSERT INTO parent VALUES (${id}, ${id})`).join(';');

  it('are one table by their root', async () => {
    const publish = 'FOR TABLE parent WITH (publish_via_partition_root = true)';
    await using stream = await streaming({ ddl, publish, tables: [ownTable('parent')] });
    await source.query(both);
    await source.query('UPDATE parent SET id = 12 WHERE id = 1');
    await settles(() => expect(stream.broker.of('t.public.parent')).toHaveLength(5));
    const told = envelopes(stream, 't.public.parent').map((value) => value && [value.op, value.source.table]);
    // The update moves the row to another partition: a delete there and an insert here.
    expect(told).toEqual([['c', 'parent'], ['c', 'parent'], ['d', 'parent'], null, ['c', 'parent']]);
  });

  it('are their leaves without it', async () => {
    const own = { ddl, publish: 'FOR TABLE parent', tables: [ownTable('low'), ownTable('high')] };
    await using stream = await streaming(own);
    await source.query(both);
    await settles(() => expect([...rows(stream, 't.public.low'), ...rows(stream, 't.public.high')]).toHaveLength(2));
    expect(rows(stream, 't.public.low')).toEqual([{ id: 1, n: 1 }]);
    expect(rows(stream, 't.public.high')).toEqual([{ id: 11, n: 11 }]);
  });

  it('turn updates into inserts and deletes at a filter’s edge', async () => {
    const own: OwnTables = {
      ddl: `CREATE TABLE filtered (id int PRIMARY KEY, n int); ALTER TABLE filtered REPLICA IDENTITY FULL`,
      publish: 'FOR TABLE filtered WHERE (n > 10)',
      tables: [ownTable('filtered')],
    };
    await using stream = await streaming(own);
    await source.query(`INSERT INTO filtered VALUES (1, 5), (2, 15)`);
    await source.query(`UPDATE filtered SET n = n + 10 WHERE id = 1`);
    await source.query(`UPDATE filtered SET n = 1`);
    await settles(() => expect(stream.broker.of('t.public.filtered')).toHaveLength(6));
    const told = envelopes(stream, 't.public.filtered').map(
      (value) => value && [value.op, (value.after ?? value.before)?.['id']],
    );
    expect(told.slice(0, 2)).toEqual([
      ['c', 2],
      ['c', 1],
    ]);
    expect(told.slice(2).map((entry) => entry?.[0] ?? null)).toEqual(['d', null, 'd', null]);
  });
});

describe('replica identities', () => {
  const LARGE = `(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) n)`;
  const topic = 't.public.identified';
  const own = (identity: string, changes: Parameters<typeof ownTable>[1] = {}): OwnTables => ({
    ddl: `CREATE TABLE identified (id int PRIMARY KEY, code text NOT NULL UNIQUE, large text, n int NOT NULL DEFAULT 5);
      ALTER TABLE identified REPLICA IDENTITY ${identity}`,
    publish: 'FOR TABLE identified',
    tables: [ownTable('identified', changes)],
  });
  const insert = `INSERT INTO identified VALUES (1, 'k', ${LARGE}, 1)`;
  const told = (stream: StreamingTables) =>
    stream.broker.of(topic).map(({ key, value }) => {
      const envelope = value && (JSON.parse(String(value)) as Envelope);
      return [String(key), envelope && envelope.op];
    });

  it('DEFAULT: large values that did not change are named, not guessed', async () => {
    await using stream = await streaming(own('DEFAULT'));
    await source.query(insert);
    await source.query(`UPDATE identified SET n = 2`);
    await source.query(`UPDATE identified SET id = 7`);
    await source.query(`DELETE FROM identified`);
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(7));
    expect(told(stream)).toEqual([
      ['{"id":1}', 'c'],
      ['{"id":1}', 'u'],
      ['{"id":1}', 'd'],
      ['{"id":1}', null],
      ['{"id":7}', 'c'],
      ['{"id":7}', 'd'],
      ['{"id":7}', null],
    ]);
    const records = stream.broker.of(topic);
    expect(records.map(({ headers }) => headers[UNSENT_COLUMNS_HEADER])).toEqual([
      undefined,
      '["large"]',
      '["code","large","n"]',
      undefined,
      '["large"]',
      '["code","large","n"]',
      undefined,
    ]);
    const [, update, , , , deletion] = envelopes(stream, topic);
    expect(update).toMatchObject({ before: null, after: { large: '__debezium_unavailable_value', n: 2 } });
    expect(deletion?.before).toEqual({ id: 7, code: null, large: null, n: null });
  });

  it('FULL: nothing is missing', async () => {
    await using stream = await streaming(own('FULL', { routedBy: 'code' }));
    await source.query(insert);
    await source.query(`UPDATE identified SET n = 2`);
    await source.query(`DELETE FROM identified`);
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(4));
    const [created, updated, deleted] = envelopes(stream, topic);
    expect(updated).toEqual({ ...updated, before: created?.after, after: { ...created?.after, n: 2 } });
    expect(deleted?.before).toEqual(updated?.after);
    expect(stream.broker.of(topic).some(({ headers }) => UNSENT_COLUMNS_HEADER in headers)).toBe(false);
  });

  it('INDEX: its columns key the table, with Debezium’s fillers for the others of a delete', async () => {
    const format = resolveFormat('debezium', {});
    await using stream = await streaming(own('USING INDEX identified_code_key', { key: ['code'] }), format);
    await source.query(insert);
    await source.query(`UPDATE identified SET code = 'l'`);
    await source.query(`DELETE FROM identified`);
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(6));
    expect(told(stream).map(([key, op]) => [key, op])).toEqual([
      ['{"code":"k"}', 'c'],
      ['{"code":"k"}', 'd'],
      ['{"code":"k"}', null],
      ['{"code":"l"}', 'c'],
      ['{"code":"l"}', 'd'],
      ['{"code":"l"}', null],
    ]);
    expect(envelopes(stream, topic)[4]?.before).toEqual({ id: 0, code: 'l', large: null, n: 5 });
  });

  it('NOTHING, and tables without any key: inserts only, in one partition', async () => {
    await using stream = await streaming({
      ddl: `CREATE TABLE identified (id int, note text); ALTER TABLE identified REPLICA IDENTITY NOTHING`,
      publish: 'FOR TABLE identified',
      tables: [ownTable('identified', { key: [] })],
    });
    await source.query(`INSERT INTO identified SELECT n, 'x' FROM generate_series(1, 20) n`);
    await settles(() => expect(stream.broker.of(topic)).toHaveLength(20));
    expect(new Set(stream.broker.of(topic).map(({ key, partition }) => `${String(key)} ${partition}`))).toEqual(
      new Set(['null 0']),
    );
    await expect(source.query('DELETE FROM identified')).rejects.toThrow(/replica identity/);
  });
});

describe('transactions', () => {
  const own: OwnTables = {
    ddl: `CREATE TABLE entry (id int PRIMARY KEY, note text); CREATE TABLE line (id int PRIMARY KEY, entry_id int REFERENCES entry)`,
    publish: 'FOR TABLE entry, line',
    tables: [ownTable('entry'), ownTable('line')],
  };
  const [ENTRIES, LINES] = ['t.public.entry', 't.public.line'];
  const messages = { topic: 't.message', partitions: 2 };

  it('of many rows, with savepoints rolled back and multi-row statements, arrive whole and in order', async () => {
    await using stream = await streaming(own, profiles.json, {
      limits: { maxBatchBytes: 256 * 1024, highWaterBytes: 1024 * 1024 },
    });
    await source.query(`BEGIN;
      INSERT INTO entry SELECT n, 'kept' FROM generate_series(1, 30000) n;
      SAVEPOINT one; INSERT INTO entry SELECT n, 'gone' FROM generate_series(50001, 60000) n; ROLLBACK TO one;
      SAVEPOINT two; INSERT INTO entry SELECT n, 'kept' FROM generate_series(30001, 40000) n; RELEASE two;
      UPDATE entry SET note = 'changed' WHERE id = 40000;
      COMMIT`);
    await settles(() => expect(stream.broker.of(ENTRIES)).toHaveLength(40_001), 30_000);
    const ids = stream.broker.of(ENTRIES).map(({ headers }) => headers[EVENT_ID_HEADER] ?? '');
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))).toBe(true);
    expect(rows(stream, ENTRIES).map((row) => row?.['id'])).toEqual([
      ...Array.from({ length: 40_000 }, (_, n) => n + 1),
      40_000,
    ]);
  }, 60_000);

  it('may load their rows by COPY', async () => {
    await using stream = await streaming(own);
    // The server's own program: `seq` prints a number per line.
    await source.query(`BEGIN; COPY entry (id) FROM PROGRAM 'seq 1 2500';
      UPDATE entry SET note = 'after' WHERE id = 2500; COMMIT`);
    await settles(() => expect(stream.broker.of(ENTRIES)).toHaveLength(2_501));
    expect(rows(stream, ENTRIES)).toEqual([
      ...Array.from({ length: 2_500 }, (_, n) => ({ id: n + 1, note: null })),
      { id: 2_500, note: 'after' },
    ]);
  });

  it('are told with their messages, truncates and counts', async () => {
    const format = resolveFormat('json', { 'provide.transaction.metadata': true });
    await using stream = await streaming(own, format, { messages, transactionTopic: 't.transaction' });
    await source.query(`BEGIN; INSERT INTO entry VALUES (1, 'a'); INSERT INTO line VALUES (1, 1);
      SELECT pg_logical_emit_message(true, 'audit', 'inside'); TRUNCATE entry CASCADE; COMMIT`);
    await source.query(`SELECT pg_logical_emit_message(false, 'audit', 'outside')`);
    await source.query(`INSERT INTO entry VALUES (2, 'b')`);
    await settles(() => expect(stream.broker.of('t.transaction')).toHaveLength(4));
    expect(envelopes(stream, ENTRIES).map((value) => value?.op)).toEqual(['c', 't', 'c']);
    expect(envelopes(stream, LINES).map((value) => value?.op)).toEqual(['c', 't']);
    const contents = stream.broker.values('t.message').map(({ message }) => (message as { content: string }).content);
    expect(contents.map((content) => Buffer.from(content, 'base64').toString())).toEqual(['inside', 'outside']);
    expect(
      stream.broker
        .values('t.transaction')
        .map(({ status, event_count: count, data_collections: of }) => [status, count, of]),
    ).toEqual([
      ['BEGIN', null, null],
      [
        'END',
        5,
        expect.arrayContaining([
          { data_collection: 'public.entry', event_count: 2 },
          { data_collection: 'public.line', event_count: 2 },
          { data_collection: 'LOGICAL_DECODING_MESSAGE', event_count: 1 },
        ]),
      ],
      ['BEGIN', null, null],
      ['END', 1, [{ data_collection: 'public.entry', event_count: 1 }]],
    ]);
  });

  it('need not be around a message for it to be told once, whichever life tells it', async () => {
    await createTables(source, own);
    const emit = (content: string) => source.query(`SELECT pg_logical_emit_message(false, 'audit', '${content}')`);
    const toldBy = ({ broker }: StreamingTables) =>
      broker
        .values('t.message')
        .map(({ message }) => Buffer.from((message as { content: string }).content, 'base64').toString());
    const first = await streamTables(source, own, { format: profiles.json, messages });
    await emit('one');
    await settles(() => expect(toldBy(first)).toEqual(['one']));
    await first[Symbol.asyncDispose]();
    await emit('two');
    await using second = await streamTables(source, own, { format: profiles.json, messages, broker: first.broker });
    await emit('three');
    await settles(() => expect(toldBy(second)).toEqual(['one', 'two', 'three']));
  });
});
