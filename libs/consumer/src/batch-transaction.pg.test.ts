import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@vf/testing';
import type { Kysely } from 'kysely';
import { type Slice, applySlice } from './batch-transaction.js';
import {
  type TestTables,
  consumerDatabase,
  effects,
  openDatabase,
  quickTuning,
  schema,
  valuesOf,
  writeEffects,
} from './consumer-test.fixture.js';
import type { ConsumerPositionTables } from './consumer-position.js';
import { DeadLetters } from './dead-letters.js';
import { takeUpPositions } from './position-store.js';
import { type BatchHandler, batchRoute } from './record-batch.js';

const key = { groupId: 'g', topic: 't', incarnation: 'i', partition: 0 };
const assigned = { topic: 't', incarnation: 'i', partition: 0, partitionCount: 1, low: 4n, high: 100n };

/** Records without event ids: only the offset tells what was applied. */
const slice = (from: number, to: number): Slice => ({
  key,
  nextOffset: BigInt(to + 1),
  records: Array.from({ length: to - from + 1 }, (_, i) => ({
    topic: 't',
    partition: 0,
    offset: BigInt(from + i),
    timestampMs: 0,
    key: null,
    value: Buffer.from(JSON.stringify({ value: `v${from + i}` })),
    headers: {},
  })),
});

describe('the transaction of a batch', () => {
  let database: TestDatabase;
  let db: Kysely<TestTables>;
  const handle = writeEffects('member') as BatchHandler<TestTables, unknown>;
  const route = { ...batchRoute<TestTables, unknown>({ topic: 't', schema, poison: 'dead-letter' }), handle };
  const noLetters = new DeadLetters({
    topic: 'dlq',
    groupId: 'g',
    timeoutMs: 1,
    open: () => Promise.reject(new Error('no letter is expected')),
  });
  const apply = (one: Slice) => applySlice(db, one, route, noLetters, quickTuning.transaction);
  const positions = () => db as unknown as Kysely<ConsumerPositionTables>;
  const stored = async () => {
    const rows = await db.selectFrom('consumer_position').selectAll().execute();
    return rows.map(({ next_offset: next }) => next);
  };

  beforeEach(async () => {
    database = await consumerDatabase.create();
    db = openDatabase(database.url, 8);
    await takeUpPositions(positions(), 'g', [assigned]);
  });
  afterEach(async () => {
    await db.destroy();
    await database[Symbol.asyncDispose]();
  });

  it('begins at the beginning of the log', async () => {
    expect(await stored()).toEqual(['4']);
  });

  it('applies what lies at or after the position and moves it to the end of the slice', async () => {
    expect(await apply(slice(2, 6))).toMatchObject({ nextOffset: 7n, applied: 3, duplicates: 2 });
    expect(await effects(db)).toEqual(valuesOf(4, 5, 6));
    expect(await stored()).toEqual(['7']);
  });

  it('does nothing for a slice behind the position, never moves it back, and tells where it is', async () => {
    await apply(slice(4, 9));
    expect(await apply(slice(4, 6))).toMatchObject({ nextOffset: 10n, applied: 0, duplicates: 3 });
    expect(await stored()).toEqual(['10']);
    expect(await effects(db)).toHaveLength(6);
  });

  it('applies once what several members try at the same time', async () => {
    const patient = { ...quickTuning.transaction, lockTimeoutMs: 5_000 };
    const tries = Array.from({ length: 6 }, () => applySlice(db, slice(4, 8), route, noLetters, patient));
    const outcomes = await Promise.all(tries);
    expect(outcomes.map(({ applied }) => applied).sort()).toEqual([0, 0, 0, 0, 0, 5]);
    expect(await effects(db)).toEqual(valuesOf(4, 5, 6, 7, 8));
  });

  it('leaves neither effect nor position when the handler fails', async () => {
    const failing: typeof route = {
      ...route,
      handle: async (batch, context) => {
        await handle(batch, context);
        throw new Error('afterwards');
      },
    };
    const applied = applySlice(db, slice(4, 5), failing, noLetters, quickTuning.transaction);
    await expect(applied).rejects.toThrow('afterwards');
    expect(await effects(db)).toEqual([]);
    expect(await stored()).toEqual(['4']);
  });

  it('does nothing for a member that still reads the topic before it was made again', async () => {
    await takeUpPositions(positions(), 'g', [{ ...assigned, incarnation: 'new', low: 0n }]);
    expect(await apply(slice(4, 5))).toMatchObject({ applied: 0, duplicates: 2 });
    expect(await effects(db)).toEqual([]);
    expect(await stored()).toEqual(['0']);
  });

  it('does not wait for the row for ever', async () => {
    const holder = await db.startTransaction().execute();
    await holder.selectFrom('consumer_position').select('next_offset').forUpdate().execute();
    await expect(apply(slice(4, 5))).rejects.toMatchObject({ code: '55P03' });
    await holder.rollback().execute();
  });

  it('keeps groups, topics and partitions apart', async () => {
    await takeUpPositions(positions(), 'other', [assigned]);
    await takeUpPositions(positions(), 'g', [{ ...assigned, topic: 'other' }]);
    await apply(slice(4, 9));
    expect((await stored()).sort()).toEqual(['10', '4', '4']);
  });
});
