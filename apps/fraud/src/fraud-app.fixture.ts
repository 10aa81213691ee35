/** The whole process over a database and topics of its own, as `main` runs it. */
import { createHash } from 'node:crypto';
import {
  EVENT_ID_HEADER,
  formatEventId,
  SNAPSHOT_ID_HEADER,
  snapshotIdPrefix,
  topicCatalogue,
  type PaymentChange,
  type WalletCommandResult,
} from '@vf/contracts';
import { migrationsDirectory } from '@vf/fraud';
import { migrate } from '@vf/migrations';
import { silentLog } from '@vf/platform';
import {
  createTopics,
  deleteTopicsWithPrefix,
  eventually,
  sendRecords,
  templateDatabase,
  testKafka,
  uniqueTopicPrefix,
} from '@vf/testing';
import pg from 'pg';
import { fraudConfig } from './config.js';
import { createFraudService } from './fraud-service.js';

const template = templateDatabase({
  name: 'fraud_app',
  inputs: [migrationsDirectory],
  prepare: async (url) => {
    await migrate({ connectionString: url, directory: migrationsDirectory });
  },
});

const TOKENS = { analyst: 'analyst-secret', finance: 'finance-secret' };
const PARTITIONS = 2;

export interface FraudAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface FraudApp extends AsyncDisposable {
  /** As the owner of the schema. */
  readonly sql: pg.Pool;
  /** Puts changes on the payments topic, in order. */
  readonly stream: (changes: readonly { change: PaymentChange; partition: number }[]) => Promise<void>;
  readonly get: (path: string, token?: string) => Promise<FraudAnswer>;
  /** Sends a command; a string is sent as it is. */
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<FraudAnswer>;
  /** Puts what the payments service answered on its topic. */
  readonly answer: (results: readonly WalletCommandResult[]) => Promise<void>;
  readonly tokens: typeof TOKENS;
}

export async function startFraudApp(): Promise<FraudApp> {
  const stack = new AsyncDisposableStack();
  const prefix = uniqueTopicPrefix();
  stack.defer(() => deleteTopicsWithPrefix(prefix));
  const topics = topicCatalogue(prefix);
  await createTopics([
    { topic: topics.payments.name, partitions: PARTITIONS },
    { topic: topics.commandResults.name, partitions: PARTITIONS },
    { topic: topics.fraudDeadLetters.name },
  ]);
  const database = stack.use(await template.create());
  const sql = stack.adopt(openPool(database.url, 2), (pool) => pool.end());
  const hash = (token: string) => createHash('sha256').update(token).digest('hex');
  const config = fraudConfig({
    DATABASE_URL: database.urlFor('fraud_service'),
    KAFKA_BROKERS: testKafka().brokers.join(),
    TOPIC_PREFIX: prefix,
    API_TOKENS: `ann:analyst:${hash(TOKENS.analyst)},fin:finance:${hash(TOKENS.finance)}`,
    LOG_LEVEL: 'silent',
  });
  // Ports of the tests are any free ones, which a setting cannot ask for.
  const service = await createFraudService({ ...config, HTTP_PORT: 0, OPS_PORT: 0 }, silentLog);
  const stop = new AbortController();
  const running = Promise.all(service.parts.map((part) => part.run(stop.signal)));
  stack.defer(async () => {
    stop.abort();
    await running;
    await service.close();
  });
  const url = await eventually(() => service.apiUrl());
  let answers = 0n;
  return {
    sql,
    tokens: TOKENS,
    stream: (changes) =>
      sendRecords(
        topics.payments.name,
        changes.map(({ change, partition }) => ({
          partition,
          key: JSON.stringify({ id: change.after?.id }),
          value: JSON.stringify(change),
          headers:
            typeof change.source.event_id === 'string'
              ? { [EVENT_ID_HEADER]: change.source.event_id }
              : { [SNAPSHOT_ID_HEADER]: `${snapshotIdPrefix({ epoch: 1, snapshot: 1, table: 'public.payments' })}{}` },
        })),
      ),
    get: async (path, token = TOKENS.analyst) => {
      const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(new URL(path, url), { headers });
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
    post: async (path, body, headers = {}) => {
      const sent = { authorization: `Bearer ${TOKENS.analyst}`, 'content-type': 'application/json', ...headers };
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await fetch(new URL(path, url), { method: 'POST', headers: sent, body: text });
      return { status: answer.status, body: await answer.json(), headers: answer.headers };
    },
    answer: (results) =>
      sendRecords(
        topics.commandResults.name,
        results.map((result) => ({
          partition: 0,
          key: result.command_id,
          value: JSON.stringify(result),
          headers: { [EVENT_ID_HEADER]: formatEventId({ epoch: 1, commitLsn: (answers += 1n), index: 0 }) },
        })),
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Dropping the database ends connections that are still closing; what those report then is of no interest. */
function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max });
  pool.on('error', () => undefined);
  return pool;
}
