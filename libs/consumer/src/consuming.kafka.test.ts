import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EVENT_ID_HEADER } from '@vf/contracts';
import {
  type TestDatabase,
  createTopics,
  deleteTopics,
  eventually,
  schemaFaults,
  uniqueTopicPrefix,
} from '@vf/testing';
import { sql } from 'kysely';
import {
  type MemberOptions,
  type TestHandler,
  changes,
  consumerDatabase,
  effects,
  eventId,
  readTopic,
  sendRecords,
  startMember,
  testTopics,
  valuesOf,
  writeEffects,
} from './consumer-test.fixture.js';
import {
  ConsumerStoppedError,
  PartitionCountChangedError,
  PoisonRecordError,
  TooManyDeadLettersError,
} from './errors.js';
import { tcpGate } from './tcp-gate.fixture.js';

jest.setTimeout(20_000);

describe('consuming into a database', () => {
  const topics = testTopics(uniqueTopicPrefix());
  let database: TestDatabase;
  let member: MemberOptions;

  beforeEach(async () => {
    database = await consumerDatabase.create();
    member = { databaseUrl: database.url, ...(await topics.make()) };
  });
  afterEach(async () => {
    await database[Symbol.asyncDispose]();
  });
  afterAll(() => topics.deleteAll());

  const letters = async () => {
    const records = await readTopic(member.deadLetterTopic);
    expect(records.flatMap((record) => schemaFaults('dead-letters.fraud', record))).toEqual([]);
    return records.map(({ key, value, headers }) => ({ key, value, code: headers['vf-dlq-code'], headers }));
  };

  it('applies changes once and in order, and drops those that are emitted again at new offsets', async () => {
    await using consumer = startMember(member);
    await sendRecords(member.topic, changes(1, 2, 3));
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2, 3)));
    // A worker that lost its place goes back and writes on.
    await sendRecords(member.topic, changes(2, 3, 4, 5));
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2, 3, 4, 5)));
    const [position] = await consumer.db.selectFrom('consumer_position').selectAll().execute();
    expect(position).toMatchObject({ next_offset: '7', last_event_id: eventId(5), partition_count: 1 });
    await eventually(() => expect(consumer.check()).toEqual({ ok: true, detail: '1 partitions, lag 0 records' }));
    const metrics = await consumer.metrics.metrics();
    expect(metrics).toContain(`vf_consumer_records_total{topic="${member.topic}"} 5`);
    expect(metrics).toContain(`vf_consumer_duplicates_dropped_total{topic="${member.topic}"} 2`);
  });

  it('goes on from the stored position after a restart, although Kafka was told nothing', async () => {
    const first = startMember(member);
    await sendRecords(member.topic, changes(1, 2));
    await eventually(async () => expect(await effects(first.db)).toHaveLength(2));
    await first[Symbol.asyncDispose]();
    await sendRecords(member.topic, changes(3));
    await using second = startMember(member);
    await eventually(async () => expect(await effects(second.db)).toEqual(valuesOf(1, 2, 3)));
  });

  it('puts aside exactly the records that can not be applied, with what a person needs, and keeps the order', async () => {
    const refuseSeven: TestHandler = async (batch, context) => {
      await writeEffects('member')(batch, context);
      if (batch.records.some(({ value }) => value.value === 'v7'))
        throw new PoisonRecordError('unlucky', 'it is seven');
      if (batch.records.some(({ value }) => value.value === 'v9')) await sql`select 1 / 0`.execute(context.tx);
    };
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    const records = changes(...numbers);
    Object.assign(records[11] ?? {}, { value: '{"value":' });
    Object.assign(records[14] ?? {}, { value: '{"value":15}' });
    await sendRecords(member.topic, [...records, { key: 'k20', value: null, partition: 0, headers: {} }]);
    await using consumer = startMember({ ...member, handle: refuseSeven });
    const good = numbers.filter((n) => ![7, 9, 12, 15].includes(n));
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(...good)));
    const written = await letters();
    expect(written.map(({ key, code }) => [key, code])).toEqual(
      expect.arrayContaining([
        [eventId(7), 'unlucky'],
        [eventId(9), '22012'],
        [eventId(12), 'not_json'],
        [eventId(15), 'schema_mismatch'],
      ]),
    );
    expect(written).toHaveLength(4);
    const unlucky = written.find(({ code }) => code === 'unlucky');
    expect(unlucky?.value).toBe('{"value":"v7"}');
    expect(unlucky?.headers).toMatchObject({
      [EVENT_ID_HEADER]: eventId(7),
      'vf-dlq-topic': member.topic,
      'vf-dlq-partition': '0',
      'vf-dlq-offset': '6',
      'vf-dlq-reason': 'it is seven',
      'vf-dlq-group': member.groupId,
    });
    expect(Number(unlucky?.headers['vf-dlq-attempts'])).toBeGreaterThanOrEqual(2);
    // What was put aside is behind the position: neither applied nor put aside when it is emitted again.
    await sendRecords(member.topic, changes(7, 8, 20, 21));
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(...good, 21)));
    expect(await letters()).toHaveLength(4);
  });

  it('keeps the position before a record that Kafka does not take as a dead letter', async () => {
    await deleteTopics([member.deadLetterTopic]);
    await sendRecords(member.topic, [...changes(1), { key: 'k', value: 'no JSON', partition: 0 }, ...changes(2)]);
    await using consumer = startMember(member);
    await eventually(() => expect(consumer.check()?.detail).toContain('the dead-letter topic did not take a record'));
    expect(await effects(consumer.db)).toEqual([]);
    await createTopics([{ topic: member.deadLetterTopic }]);
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2)));
    await eventually(() => expect(consumer.check()?.ok).toBe(true));
    expect((await letters()).map(({ key, value }) => [key, value])).toEqual([[`${member.topic}/0/1`, 'no JSON']]);
  });

  it('stops at such a record where the topic is to stop, and names the place', async () => {
    await sendRecords(member.topic, [...changes(1), { key: 'k', value: 'no JSON', partition: 0 }]);
    const consumer = startMember({ ...member, poison: 'stop' });
    await expect(consumer.done).rejects.toThrow(ConsumerStoppedError);
    await expect(consumer.done).rejects.toThrow(`${member.topic}/0 offset 1`);
    expect(await effects(consumer.db)).toEqual(valuesOf(1));
    expect(consumer.check()?.ok).toBe(false);
    await consumer[Symbol.asyncDispose]();
  });

  it('stops when record after record is refused: then the fault is hardly in the records', async () => {
    await sendRecords(member.topic, changes(...Array.from({ length: 50 }, (_, i) => i + 1)));
    const handle = () => Promise.reject(new TypeError('undefined is not a function'));
    const consumer = startMember({ ...member, handle });
    await expect(consumer.done).rejects.toThrow(TooManyDeadLettersError);
    expect(await letters()).toHaveLength(20);
    await consumer[Symbol.asyncDispose]();
  });

  it('stops at once when the schema of the database does not fit', async () => {
    await sendRecords(member.topic, changes(1));
    const handle: TestHandler = async (_batch, { tx }) => {
      await sql`select * from missing_table`.execute(tx);
    };
    const consumer = startMember({ ...member, handle });
    await expect(consumer.done).rejects.toMatchObject({ code: '42P01' });
    expect(await letters()).toEqual([]);
    await consumer[Symbol.asyncDispose]();
  });

  it('tries again after a deadlock or a connection cut in the middle, once is enough for each effect', async () => {
    let failures = 0;
    const handle: TestHandler = async (batch, context) => {
      await writeEffects('member')(batch, context);
      failures += 1;
      if (failures === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' });
      if (failures === 2) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(context.tx);
    };
    await sendRecords(member.topic, changes(1, 2));
    await using consumer = startMember({ ...member, handle });
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2)));
    expect(failures).toBe(3);
    expect(await consumer.metrics.metrics()).toContain(`vf_consumer_retries_total{topic="${member.topic}"} 2`);
  });

  it('waits for a database that is away, at start and later, says so, and misses nothing', async () => {
    await using gate = await tcpGate(database.url);
    await gate.shut();
    await using consumer = startMember({ ...member, databaseUrl: gate.through(database.url) });
    await sendRecords(member.topic, changes(1));
    await eventually(() => expect(consumer.check()?.detail).toMatch(/^waiting: .*ECONNREFUSED.*attempt/));
    await gate.open();
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1)));
    await gate.shut();
    await sendRecords(member.topic, changes(2, 3));
    await eventually(() => expect(consumer.check()?.detail).toContain('is held up'));
    await gate.open();
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2, 3)));
    await eventually(() => expect(consumer.check()?.ok).toBe(true));
  });

  it('waits for its own table, which a migration is still to make', async () => {
    await using consumer = startMember(member);
    await using other = startMember({ ...member, groupId: `${member.groupId}-other` });
    await eventually(() => expect(other.check()?.ok).toBe(true));
    await eventually(() => expect(consumer.check()?.ok).toBe(true));
    await sql`alter table consumer_position rename to elsewhere`.execute(consumer.db);
    await using late = startMember({ ...member, groupId: `${member.groupId}-late` });
    await eventually(() => expect(late.check()?.detail).toContain('relation "consumer_position" does not exist'));
    await sql`alter table elsewhere rename to consumer_position`.execute(consumer.db);
    await eventually(() => expect(late.check()?.ok).toBe(true));
  });

  it('stops when the log does not hold the stored position', async () => {
    const first = startMember(member);
    await eventually(() => expect(first.check()?.ok).toBe(true));
    await first.db.updateTable('consumer_position').set({ next_offset: '99' }).execute();
    await first[Symbol.asyncDispose]();
    const second = startMember(member);
    await expect(second.done).rejects.toMatchObject({ name: 'OffsetOutOfRangeError', stored: 99n, high: 0n });
    expect(second.check()?.detail).toContain('set next_offset of this row of consumer_position');
    await second[Symbol.asyncDispose]();
  });

  it('reads a topic that was made again from its beginning, and drops what it has applied', async () => {
    await using consumer = startMember(member);
    await sendRecords(member.topic, changes(1, 2, 3));
    await eventually(async () => expect(await effects(consumer.db)).toHaveLength(3));
    await deleteTopics([member.topic]);
    await createTopics([{ topic: member.topic }]);
    // One more than was read: ids of topics are compared when records come, and none come at the end of the log.
    await sendRecords(member.topic, changes(2, 3, 4, 5));
    await eventually(async () => expect(await effects(consumer.db)).toEqual(valuesOf(1, 2, 3, 4, 5)));
    const positions = await consumer.db.selectFrom('consumer_position').selectAll().execute();
    expect(positions).toHaveLength(1);
    expect(positions[0]).toMatchObject({ next_offset: '4', last_event_id: eventId(5) });
  });

  it('stops when the topic was made again with other partitions', async () => {
    const first = startMember(member);
    await eventually(() => expect(first.check()?.ok).toBe(true));
    await first[Symbol.asyncDispose]();
    await deleteTopics([member.topic]);
    await createTopics([{ topic: member.topic, partitions: 3 }]);
    const second = startMember(member);
    await expect(second.done).rejects.toThrow(PartitionCountChangedError);
    await expect(second.done).rejects.toMatchObject({ stored: 1, actual: 3 });
    await second[Symbol.asyncDispose]();
  });

  it('fences a member that was given up for dead in the middle of a batch', async () => {
    await using zombie = startMember({ ...member, connections: 1, handle: writeEffects('zombie') });
    await eventually(() => expect(zombie.check()?.ok).toBe(true));
    // Its one connection is taken: it holds the batch, but cannot begin.
    const taken = await zombie.db.startTransaction().execute();
    await sendRecords(member.topic, changes(1, 2, 3));
    await using heir = startMember({ ...member, handle: writeEffects('heir') });
    await eventually(async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3)));
    await taken.rollback().execute();
    await sendRecords(member.topic, changes(4));
    await eventually(async () => expect(await effects(heir.db)).toEqual(valuesOf(1, 2, 3, 4)));
    const by = await heir.db.selectFrom('effect').select('member').where('value', '<>', 'v4').distinct().execute();
    expect(by).toEqual([{ member: 'heir' }]);
    await eventually(async () => {
      const metrics = await zombie.metrics.metrics();
      expect(metrics).toContain(`vf_consumer_duplicates_dropped_total{topic="${member.topic}"} 3`);
    });
  });
});
