import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UNSENT_COLUMNS_HEADER } from '@vf/contracts';
import fc from 'fast-check';
import type { ChangeRecord } from '../encode/change-record.js';
import type { EnvelopeTable, RowsTable } from '../encode/table-plan.js';
import { parsePiiKeys } from '../pii/pii-keys.js';
import { piiPlan } from '../pii/pii-plan.js';
import { settles } from '../settles.fixture.js';
import { PUBLICATION, sourceDatabase, type SourceDatabase } from '../source-database.fixture.js';
import { RecordingBroker } from './recording-broker.fixture.js';
import { pipelineOptions, startPipeline } from './running-pipeline.fixture.js';

const person = {
  schema: 'public',
  table: 'person',
  partitions: 4,
  key: ['id'],
  routedBy: 'owner',
  pii: piiPlan.parse({
    columns: { email: 'email' },
    paths: { raw: { '$.email': 'email' }, note: { '$.email': 'email' } },
  }),
};
const rowsPlan: RowsTable = { ...person, mode: 'rows', topic: 't.rows.person' };
const envelopePlan: EnvelopeTable = { ...person, mode: 'envelope', topic: 't.public.person' };
const tables = [rowsPlan, envelopePlan];

const PERSON = `
  CREATE TABLE person (id int PRIMARY KEY, owner text NOT NULL, email text, raw json, note text, large text);
  ALTER TABLE person REPLICA IDENTITY FULL;
  ALTER TABLE person ALTER large SET STORAGE EXTERNAL;
  ALTER PUBLICATION ${PUBLICATION} ADD TABLE person;
  GRANT SELECT ON person TO capture_service;`;

let source: SourceDatabase;
let broker: RecordingBroker;

beforeEach(async () => {
  source = await sourceDatabase();
  await source.query(PERSON);
  broker = new RecordingBroker(tables);
});

afterEach(async () => source[Symbol.asyncDispose]());

const start = (plans: readonly (RowsTable | EnvelopeTable)[] = tables) =>
  startPipeline({
    ...pipelineOptions(source, broker),
    tables: plans,
    piiKeys: parsePiiKeys('k1:a-secret-of-thirty-two-characters'),
  });

async function streaming(running: ReturnType<typeof start>): Promise<void> {
  await settles(() => expect(running.pipeline.status.phase).toBe('streaming'));
}

/** Newest rows by key: what the topic is once it is compacted. */
function compacted(records: readonly ChangeRecord[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { key, value } of records) {
    if (value === null) rows.delete(String(key));
    else rows.set(String(key), JSON.parse(String(value)) as Record<string, unknown>);
  }
  return rows;
}

/** Past 2 kB a value is stored out of line; told apart by its beginning, so that a difference can be read. */
const LARGE = "id::text || repeat('x', 3000)";

const briefly = (value: unknown) =>
  typeof value === 'string' ? `${value.slice(0, 6)} ${String(value.length)}` : value;

/** Statements that bring rows, change what they are keyed and routed by, leave large values as they are, and clear away. */
const statements: readonly ((a: number, b: number) => string)[] = [
  (a) => `INSERT INTO person (id, owner) VALUES (${String(a)}, 'o${String(a)}') ON CONFLICT DO NOTHING`,
  (a) => `UPDATE person SET large = ${LARGE} WHERE id % 3 = ${String(a % 3)}`,
  (a) => `UPDATE person SET note = 'n${String(a)}' WHERE id <= ${String(a)}`,
  (a, b) => `UPDATE person SET owner = 'o${String(b)}' WHERE id = ${String(a)}`,
  (a, b) => `UPDATE person SET id = ${String(b + 100)} WHERE id = ${String(a)} AND
    NOT EXISTS (SELECT FROM person WHERE id = ${String(b + 100)})`,
  (a) => `DELETE FROM person WHERE id IN (${String(a)}, ${String(a + 100)})`,
];

const anyStatement = fc
  .record({ kind: fc.nat(statements.length - 1), a: fc.nat(9), b: fc.nat(9) })
  .map(({ kind, a, b }) => statements[kind]?.(a, b) ?? '');
const anyHistory = fc.array(fc.array(anyStatement, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });

describe('the rows topic, compacted,', () => {
  it('is the table, whatever was done to it', async () => {
    await using running = start();
    await streaming(running);
    let marker = 1_000;
    await fc.assert(
      fc.asyncProperty(anyHistory, async (transactions) => {
        for (const transaction of transactions) await source.query(`BEGIN; ${transaction.join('; ')}; COMMIT`);
        marker += 1;
        await source.query(`INSERT INTO person (id, owner) VALUES (${String(marker)}, 'marker')`);
        await settles(() => expect(compacted(broker.of(rowsPlan.topic)).has(`{"id":${String(marker)}}`)).toBe(true));
        const stored = await source.query<{ id: number; large: string | null }>(
          'SELECT id, owner, note, large FROM person',
        );
        const rows = [...compacted(broker.of(rowsPlan.topic))].map(([key, { id, owner, note, large }]) => [
          key,
          { id, owner, note, large: briefly(large) },
        ]);
        const expected = stored.map((row) => [`{"id":${String(row.id)}}`, { ...row, large: briefly(row.large) }]);
        // A note that is no JSON is hashed whole: equal notes stay equal, and that they are text is enough here.
        const withoutNote = (entries: unknown[][]) =>
          entries.map(([key, row]) => JSON.stringify([key, { ...(row as object), note: null }])).sort();
        expect(withoutNote(rows)).toEqual(withoutNote(expected));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('names what a table without whole old rows did not send, and leaves it out', async () => {
    await source.query(`CREATE UNIQUE INDEX person_identity ON person (id, owner);
      ALTER TABLE person REPLICA IDENTITY USING INDEX person_identity`);
    await using running = start([rowsPlan]);
    await streaming(running);
    await source.query(`INSERT INTO person (id, owner, large) VALUES (1, 'a', repeat('x', 5000))`);
    await source.query(`UPDATE person SET note = NULL`);
    await source.query(`DELETE FROM person`);
    await settles(() => expect(broker.of(rowsPlan.topic)).toHaveLength(4));
    const [created, updated, deleted] = broker.of(rowsPlan.topic);
    expect([created, updated, deleted].map((record) => record?.headers[UNSENT_COLUMNS_HEADER])).toEqual([
      undefined,
      '["large"]',
      '["email","raw","note","large"]',
    ]);
    const [, update, deletion] = broker.of(rowsPlan.topic).map(({ value }) => String(value));
    expect(update).toMatch(/^\{"id":1,"owner":"a","email":null,"raw":null,"note":null,"__op":"u",/);
    expect(deletion).toMatch(/^\{"id":1,"owner":"a","__op":"d","__deleted":true,/);
  });
});

describe('personal data', () => {
  const textsSent = () =>
    broker.records.map(({ key, value, headers }) => `${String(key)}${String(value)}${JSON.stringify(headers)}`);

  it('does not leave, from whatever column and in whatever change', async () => {
    await using running = start();
    await streaming(running);
    await source.query(`INSERT INTO person (id, owner, email, raw, note) VALUES
      (1, 'a', 'Plain.One@example.com', '{ "email" : "plain.two@example.com", "email":"plain.three@example.com" }',
        '{"email": "plain.four@example.com"}'),
      (2, 'a', NULL, NULL, 'plain.five@example.com is no JSON'),
      (3, 'a', '', '["plain.six@example.com"]', '{"email": ["plain.seven@example.com"]}')`);
    await source.query(
      `UPDATE person SET email = 'plain.one@example.com ' WHERE id = 1; UPDATE person SET id = 4 WHERE id = 2`,
    );
    await source.query('DELETE FROM person');
    // Inserts, an update, a changed key and deletes, in both families.
    await settles(() => expect(broker.of(envelopePlan.topic)).toHaveLength(13));
    expect(broker.of(rowsPlan.topic)).toHaveLength(13);
    expect(textsSent().filter((text) => /plain|example\.com/i.test(text))).toEqual([]);
    const [first, second, , updated] = broker
      .of(rowsPlan.topic)
      .map(({ value }) => JSON.parse(String(value)) as { email: unknown });
    expect(first?.email).toMatch(/^hmac:k1:[0-9a-f]{64}$/);
    expect([second?.email, updated?.email]).toEqual([null, first?.email]);
  });

  it('stops the pipeline rather than leave under another name', async () => {
    await using running = start();
    await streaming(running);
    await source.query('ALTER TABLE person RENAME email TO mail');
    await source.query(`INSERT INTO person (id, owner, mail) VALUES (1, 'a', 'plain@example.com')`);
    await expect(running.over).rejects.toMatchObject({ code: 'relation-unusable' });
    expect(textsSent().join()).not.toContain('plain@');
  });
});
