import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  deleteTopicsWithPrefix,
  eventually,
  readTopic,
  schemaFaults,
  uniqueTopicPrefix,
  type TestDatabase,
  type TopicRecord,
} from '@vf/testing';
import { readProgress } from './change-log.fixture.js';
import { CHANGES, migratedPayments, ROWS_BEFORE, USERS_RECORD_LIMIT } from './migrated-source.fixture.js';
import { mutationsOf } from './mutations.fixture.js';
import { builtInPipelines } from './pipelines/built-in-pipelines.js';
import { withClient } from './source-databases.fixture.js';
import { caughtUp } from './source-state.fixture.js';
import { startWorker, workerSettings } from './worker-process.fixture.js';

const TABLES = ['payments', 'wallets', 'ledger', 'users'];
const TOPICS = [
  ...TABLES.flatMap((table) => [`public.${table}`, `rows.${table}`]),
  ...['message', 'transaction', 'progress', 'capture.positions', 'dead-letters.capture'],
];

/** The platform's pipeline, with all that is off in it unless asked for. */
function pipelinesFile(): string {
  const [payments] = builtInPipelines.pipelines;
  const tables = payments?.tables?.map((table) =>
    table.table === 'public.users' ? { ...table, config: { 'max.message.bytes': USERS_RECORD_LIMIT } } : table,
  );
  const format = { 'provide.transaction.metadata': true };
  const path = join(mkdtempSync(join(tmpdir(), 'vf-schemas-')), 'pipelines.json');
  const pipeline = { ...payments, tables, format, families: ['envelope', 'rows'], messages: true };
  writeFileSync(path, JSON.stringify({ pipelines: [pipeline] }));
  return path;
}

const prefix = uniqueTopicPrefix();
let database: TestDatabase;
let records: ReadonlyMap<string, readonly TopicRecord[]>;

beforeAll(async () => {
  database = await migratedPayments.create();
  const query = (sql: string) => withClient(database.url, (client) => client.query(sql));
  await query(ROWS_BEFORE);
  const urls = { PAYMENTS_DATABASE_URL: database.urlFor('capture_service'), PIPELINES_FILE: pipelinesFile() };
  await using worker = await startWorker(workerSettings(prefix, urls));
  await worker.ready();
  await snapshotComplete();
  await query(CHANGES);
  await caughtUp(database, { prefix, pipeline: 'payments' });
  expect(await worker.kill('SIGTERM')).toBe(0);
  const read = TOPICS.map(async (topic) => [topic, await readTopic(`${prefix}.${topic}`)] as const);
  records = new Map(await Promise.all(read));
}, 90_000);

/** What was there before is read before it changes. */
async function snapshotComplete(): Promise<void> {
  const complete = async () => expect((await readProgress(prefix, 'payments')).at(-1)?.snapshot?.complete).toBe(true);
  await eventually(complete, { timeoutMs: 20_000, intervalMs: 300 });
}

afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await deleteTopicsWithPrefix(prefix);
});

const recordsOf = (topic: string) => records.get(topic) ?? [];
const contentOf = ({ value }: TopicRecord) => JSON.parse(value ?? 'null') as Record<string, unknown> | null;
const distinct = (topic: string, kind: (value: Record<string, unknown>) => unknown) =>
  [
    ...new Set(recordsOf(topic).map((record) => (record.value === null ? 'tombstone' : kind(contentOf(record)!)))),
  ].sort();

describe('what a pipeline over the migrated database writes', () => {
  it.each(TOPICS)('fits the schemas of %s', (topic) => {
    expect(recordsOf(topic).length).toBeGreaterThan(0);
    expect(recordsOf(topic).flatMap((record) => schemaFaults(topic, record))).toEqual([]);
  });

  it('was of every kind', () => {
    const ops = (topic: string) => distinct(topic, ({ op, __op }) => op ?? __op);
    expect(ops('public.users')).toEqual(['c', 'd', 'r', 'tombstone']);
    expect(ops('public.payments')).toEqual(['c', 'd', 'r', 'tombstone', 'u']);
    expect(ops('public.ledger')).toEqual(['c', 'd', 'r', 't', 'tombstone']);
    expect(ops('rows.wallets')).toEqual(['d', 'r', 'tombstone', 'u']);
    expect(ops('rows.users')).toEqual(['c', 'd', 'r', 'tombstone', 'u']);
    expect(ops('message')).toEqual(['m']);
    expect(distinct('transaction', ({ status }) => status)).toEqual(['BEGIN', 'END']);
    expect(distinct('dead-letters.capture', ({ reason }) => reason)).toEqual(['oversize']);
    expect(recordsOf('capture.positions').map(({ key }) => key)).toEqual(
      expect.arrayContaining(['payments', 'payments/snapshots']),
    );
  });
});

/** Members of maps, and those that need not be there. */
const MAY_BE_MISSING = /^partitions\.|^snapshot$|\.(from|to|until)$/;

/** Names of all members that a schema of the topic's values declares, at any depth. */
function declaredMembers(topic: string, folder: string): ReadonlySet<string> {
  const path = fileURLToPath(new URL(`../../../docs/schemas/${folder}${topic}.value.schema.json`, import.meta.url));
  const names = new Set<string>();
  JSON.parse(readFileSync(path, 'utf8'), (name, value: unknown) => {
    if (name === 'properties') for (const member of Object.keys(value as object)) names.add(member);
    return value;
  });
  return names;
}

/** Records from before a member was added lack it, so the schema lets it be missing until the next release. */
function addedMembers(topic: string): ReadonlySet<string> {
  const released = declaredMembers(topic, 'released/');
  return new Set([...declaredMembers(topic, '')].filter((member) => !released.has(member)));
}

describe('a wrong record', () => {
  it.each(TOPICS)('of %s is refused: without a member, with another, with a value of another type', (topic) => {
    const seen = recordsOf(topic).filter(({ value }) => value !== null);
    const kinds = new Map(seen.map((record) => [kindOf(record), record]));
    expect(kinds.size).toBeGreaterThan(0);
    const added = addedMembers(topic);
    const mayBeMissing = (at: string) => MAY_BE_MISSING.test(at) || added.has(at.split('.').at(-1) ?? '');
    const accepted = [...kinds.values()].flatMap((record) =>
      mutationsOf(contentOf(record))
        .filter(({ what, at }) => !(what === 'missing' && mayBeMissing(at)))
        .filter(({ content }) => schemaFaults(topic, { ...record, value: JSON.stringify(content) }).length === 0)
        .map(({ what, at }) => `${kindOf(record)}: ${at} ${what}`),
    );
    expect(accepted).toEqual([]);
  });

  it.each([
    ['public.payments', 'after', { amount: '12.5' }],
    ['public.payments', 'after', { amount: '1e3' }],
    ['public.payments', 'after', { amount: '12345678901234.00' }],
    ['public.payments', 'after', { created_at: '2026-11-24T10:00:00.123Z' }],
    ['public.payments', 'after', { created_at: '2026-13-24T10:00:00.123456Z' }],
    ['public.payments', 'after', { created_at: '2026-11-24T10:00:00.123456+02:00' }],
    ['public.payments', 'after', { status: 'unheard-of' }],
    ['public.payments', 'after', { sender_id: 'usr_1' }],
    ['public.payments', 'after', { amount: null }],
    ['public.payments', '', { op: 'x' }],
    ['public.payments', 'source', { snapshot: 'maybe' }],
    ['public.payments', 'source', { event_id: '1-2-3' }],
    ['public.payments', 'source', { table: 'wallets' }],
    ['public.payments', 'source', { lsn: 1.5 }],
    ['public.users', 'after', { email: 'one@example.com' }],
    ['public.users', 'after', { phone: '+250788000001' }],
    ['rows.users', '', { email: 'one@example.com' }],
    ['rows.wallets', '', { __version: '00000001-0000000000000000-00000000' }],
    ['rows.wallets', '', { balance: 'NaN' }],
    ['dead-letters.capture', '', { commit_lsn: '0/152A4C8' }],
  ])('of %s is refused: %s %j', (topic, at, wrong) => {
    const record = recordsOf(topic).find((candidate) => {
      const content = contentOf(candidate);
      return content !== null && (at === '' || content[at] !== null);
    })!;
    const content = contentOf(record)!;
    const changed =
      at === '' ? { ...content, ...wrong } : { ...content, [at]: { ...(content[at] as object), ...wrong } };
    expect(schemaFaults(topic, { ...record, value: JSON.stringify(changed) })).not.toEqual([]);
  });

  it.each([
    ['public.payments', '{"id":"1"}'],
    ['public.ledger', '{"id":"1"}'],
    ['rows.ledger', '{"id":1,"wallet_id":2}'],
    ['rows.ledger', null],
    ['progress', 'Payments'],
    ['capture.positions', 'payments/other'],
    ['dead-letters.capture', 'public.users/0/1'],
    ['message', '"audit"'],
    ['transaction', '{"id":"1"}'],
  ])('of %s is refused: with the key %s', (topic, key) => {
    const [record] = recordsOf(topic);
    expect(schemaFaults(topic, { ...record!, key })).not.toEqual([]);
  });
});

/** Records of one kind have the same members. */
function kindOf(record: TopicRecord): string {
  const { op, __op: flat, status } = contentOf(record) ?? {};
  const kind = [op, flat, status].find((candidate) => typeof candidate === 'string');
  return kind ?? record.key ?? '';
}
