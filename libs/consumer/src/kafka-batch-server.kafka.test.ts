import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type TestDatabase, eventually, uniqueTopicPrefix } from '@vf/testing';
import {
  type MemberOptions,
  type TestTables,
  type TestValue,
  changes,
  consumerDatabase,
  createServer,
  effects,
  openDatabase,
  schema,
  sendRecords,
  testTopics,
  valuesOf,
  writeEffects,
} from './consumer-test.fixture.js';
import { ConsumerStoppedError } from './errors.js';
import { KeepHandlerErrors } from './keep-handler-errors.js';
import { type BatchContext, type BatchRoute, type RecordBatch, batchRoute } from './record-batch.js';

jest.setTimeout(20_000);

/** A module whose controller fails with a deadlock first, as handlers sometimes do. */
function moduleFor(topic: string) {
  let calls = 0;

  @Controller()
  class ChangesController {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- chooses Nest's overload for any handler
    @EventPattern<string>(topic)
    async changes(@Payload() batch: RecordBatch<TestValue>, @Ctx() context: BatchContext<TestTables>): Promise<void> {
      calls += 1;
      await writeEffects('controller')(batch, context);
      if (calls === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' });
    }
  }

  @Module({ controllers: [ChangesController] })
  class ChangesModule {}
  return ChangesModule;
}

describe('the Nest transport', () => {
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

  const route = (): BatchRoute<TestTables> => batchRoute({ topic: member.topic, schema, poison: 'dead-letter' });

  const microservice = (strategy: CustomTransportStrategy) =>
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its plain options as a class
    NestFactory.createMicroservice(moduleFor(member.topic), { strategy, logger: false });

  it('gives controllers batches and the transaction, sees their errors, and drains on close', async () => {
    const db = openDatabase(member.databaseUrl);
    const { health, server } = createServer(member, db, [route()]);
    const app = await microservice(server);
    app.useGlobalFilters(new KeepHandlerErrors());
    await app.listen();
    await sendRecords(member.topic, changes(1, 2, 3));
    await eventually(async () => expect(await effects(db)).toEqual(valuesOf(1, 2, 3)));
    await app.close();
    expect(health.checks[`consumer ${member.groupId}`]?.detail).toBe('stopped: asked to');
    await db.destroy();
  });

  it('stops when the filter is missing: a deadlock would look like a bad record', async () => {
    const db = openDatabase(member.databaseUrl);
    const { server } = createServer(member, db, [route()]);
    const app = await microservice(server);
    await app.listen();
    const ended = server.asService().run(new AbortController().signal);
    await sendRecords(member.topic, changes(1));
    await expect(ended).rejects.toThrow(ConsumerStoppedError);
    await expect(ended).rejects.toThrow('install KeepHandlerErrors');
    expect(await effects(db)).toEqual([]);
    await app.close();
    await db.destroy();
  });

  it('refuses to start when table and controllers do not fit', async () => {
    const db = openDatabase(member.databaseUrl);
    const start = async (routes: BatchRoute<TestTables>[], handled?: string) => {
      const { server } = createServer(member, db, routes);
      if (handled) server.addHandler(handled, () => Promise.resolve(), true);
      await server.asService().run(AbortSignal.abort());
    };
    await expect(start([route()])).rejects.toThrow(`topic ${member.topic} has no handler`);
    await expect(start([], 'elsewhere')).rejects.toThrow('a controller handles elsewhere');
    const handled = { ...route(), handle: () => Promise.resolve() };
    await expect(start([handled], member.topic)).rejects.toThrow('has more than one handler');
    await expect(start([handled, handled])).rejects.toThrow('is registered twice');
    await db.destroy();
  });
});
