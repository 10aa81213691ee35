/** A database with the position table and effects that show every repetition, and members of a group on it. */
import { join } from 'node:path';
import { EVENT_ID_HEADER, formatEventId } from '@vf/contracts';
import { createKafkaClient } from '@vf/event-bus';
import { Health, Registry, silentLog } from '@vf/platform';
import { createTopics, deleteTopicsWithPrefix, readTopic, sendRecords, templateDatabase, testKafka } from '@vf/testing';
import { type Generated, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { z } from 'zod';
import { type ConsumerPositionTables, consumerPositionMigrationSql } from './consumer-position.js';
import type { ConsumerTuning } from './consumer-tuning.js';
import { KafkaBatchServer } from './kafka-batch-server.js';
import { type BatchHandler, type BatchRoute, batchRoute } from './record-batch.js';

export interface TestTables extends ConsumerPositionTables {
  /** No key: an effect that happens twice is there twice. */
  effect: { seq: Generated<string>; partition: number; event_id: string | null; value: string; member: string };
}

const EFFECT_TABLE = `CREATE TABLE effect (
  seq bigint GENERATED ALWAYS AS IDENTITY, partition integer NOT NULL, event_id text, value text NOT NULL,
  member text NOT NULL)`;

export const consumerDatabase = templateDatabase({
  name: 'consumer',
  inputs: ['consumer-position.ts', 'consumer-test.fixture.ts'].map((file) => join(import.meta.dirname, file)),
  prepare: async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(consumerPositionMigrationSql);
    await client.query(EFFECT_TABLE);
    await client.end();
  },
});

export function openDatabase(connectionString: string, max = 4): Kysely<TestTables> {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 2_000 });
  // Without a listener a connection that is cut ends the process: an idle one through the pool, one at work by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

export const schema = z.object({ value: z.string() });
export type TestValue = z.infer<typeof schema>;
export type TestHandler = BatchHandler<TestTables, TestValue>;

/** Short times, so that a fault and its cure fit into a test. */
export const quickTuning: ConsumerTuning = {
  reading: {
    sessionTimeoutMs: 6_000,
    rebalanceTimeoutMs: 1_000,
    heartbeatIntervalMs: 100,
    maxWaitMs: 50,
    // Kafka's commit stays far behind the stored position, so that only the latter can be right.
    commitIntervalMs: 60_000,
    backoff: { firstMs: 50, longestMs: 100 },
  },
  transaction: { lockTimeoutMs: 300, statementTimeoutMs: 2_000, idleInTransactionTimeoutMs: 1_000 },
  failures: { backoff: { firstMs: 50, longestMs: 100 }, notReadyAfterFailures: 2, poisonAttempts: 2 },
  deadLetterTimeoutMs: 800,
  maxDeadLettersInARow: 20,
  lagPollMs: 100,
  stallAfterMs: 5_000,
};

export const writeEffects =
  (member: string): TestHandler =>
  async ({ partition, records }, { tx }) => {
    const rows = records.map(({ eventId, value: { value } }) => ({ partition, event_id: eventId, value, member }));
    await tx.insertInto('effect').values(rows).execute();
  };

export interface MemberOptions {
  readonly databaseUrl: string;
  readonly groupId: string;
  readonly topic: string;
  readonly deadLetterTopic: string;
  readonly handle?: TestHandler;
  readonly poison?: 'dead-letter' | 'stop';
  readonly connections?: number;
  readonly tuning?: Partial<ConsumerTuning>;
}

export interface Member extends AsyncDisposable {
  readonly db: Kysely<TestTables>;
  readonly health: Health;
  readonly metrics: Registry;
  /** Settles when it has drained, or rejects with what stopped it. */
  readonly done: Promise<void>;
  readonly check: () => { ok: boolean; detail: string } | undefined;
}

export function startMember(options: MemberOptions): Member {
  const db = openDatabase(options.databaseUrl, options.connections);
  const { health, metrics, server } = createServer(options, db, [
    batchRoute<TestTables, TestValue>({
      topic: options.topic,
      schema,
      handle: options.handle ?? writeEffects('member'),
      poison: options.poison ?? 'dead-letter',
    }),
  ]);
  const stop = new AbortController();
  const done = server.asService().run(stop.signal);
  done.catch(() => undefined);
  return {
    db,
    health,
    metrics,
    done,
    check: () => health.checks[`consumer ${options.groupId}`],
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done.catch(() => undefined);
      await db.destroy();
    },
  };
}

export function createServer(options: MemberOptions, db: Kysely<TestTables>, routes: BatchRoute<TestTables>[]) {
  const health = new Health();
  const metrics = new Registry();
  const { groupId, deadLetterTopic } = options;
  const client = createKafkaClient({ brokers: testKafka().brokers, clientId: groupId, log: silentLog });
  const tuning = { ...quickTuning, ...options.tuning };
  const server = new KafkaBatchServer<TestTables>({
    client,
    groupId,
    db,
    routes,
    deadLetterTopic,
    health,
    metrics,
    log: silentLog,
    tuning,
  });
  return { health, metrics, server };
}

export const eventId = (change: number) => formatEventId({ epoch: 1, commitLsn: BigInt(change), index: 0 });

/** Records as capture writes them: one change each. */
export const changes = (...numbers: number[]) =>
  numbers.map((change) => ({
    key: `k${change}`,
    value: JSON.stringify({ value: `v${change}` }),
    partition: 0,
    headers: { [EVENT_ID_HEADER]: eventId(change) },
  }));

/** Values in the order in which their effects were committed. */
export async function effects(db: Kysely<TestTables>): Promise<string[]> {
  const rows = await db.selectFrom('effect').select('value').orderBy('seq').execute();
  return rows.map(({ value }) => value);
}

export const valuesOf = (...numbers: number[]) => numbers.map((change) => `v${change}`);

/** Topics of one test, made when asked for. */
export function testTopics(prefix: string) {
  let made = 0;
  return {
    async make(partitions = 1) {
      made += 1;
      const topic = `${prefix}.changes-${made}`;
      const deadLetterTopic = `${prefix}.dead-letters-${made}`;
      await createTopics([{ topic, partitions }, { topic: deadLetterTopic }]);
      return { topic, deadLetterTopic, groupId: `${prefix}-${made}` };
    },
    deleteAll: () => deleteTopicsWithPrefix(prefix),
  };
}

export { readTopic, sendRecords };
