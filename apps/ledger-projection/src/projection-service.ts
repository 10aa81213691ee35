/** Wires the process: what it is made of, and who knows whom. */
import { KafkaBatchServer, batchRoute, openServicePool, type ConsumerTuning } from '@vf/consumer';
import {
  consumerGroups,
  ledgerChange,
  paymentChange,
  progressRecord,
  topicCatalogue,
  walletChange,
  type LedgerChange,
  type PaymentChange,
  type ProgressRecord,
  type TopicCatalogue,
  type WalletChange,
} from '@vf/contracts';
import { createKafkaClient } from '@vf/event-bus';
import { ledgerDatabase, type ConsumedTopics, type LedgerTables } from '@vf/ledger';
import { createMetrics, Health, opsServer, type Log, type Service } from '@vf/platform';
import { databaseReadiness, httpServer } from '@vf/read-api';
import { ledgerHandler, paymentsHandler, progressHandler, walletsHandler } from './change-handlers.js';
import type { ProjectionConfig } from './config.js';
import { cutGauge } from './cut-gauge.js';
import { createApi } from './http/create-api.js';

export interface ProjectionService {
  readonly parts: readonly Service[];
  /** Where the API listens, once it does. */
  readonly apiUrl: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function createProjectionService(
  config: ProjectionConfig,
  log: Log,
  tuning: Partial<ConsumerTuning> = {},
): Promise<ProjectionService> {
  const metrics = createMetrics('ledger-projection');
  const health = new Health();
  const pool = openServicePool({
    connectionString: config.DATABASE_URL,
    applicationName: 'vendorflow-ledger-projection',
    log,
  });
  const db = ledgerDatabase(pool);
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const consumed = consumedBy(config.TOPIC_PREFIX, topics);
  const consumer = new KafkaBatchServer<LedgerTables>({
    client: createKafkaClient({ brokers: config.KAFKA_BROKERS, clientId: 'ledger-projection', log }),
    groupId: consumed.groupId,
    db,
    routes: routesOf(topics, consumed),
    deadLetterTopic: topics.ledgerProjectionDeadLetters.name,
    health,
    metrics,
    log,
    tuning,
  });
  const { app, letGo } = await createApi({ reads: { db, consumed }, tokens: config.API_TOKENS, log });
  return {
    parts: [
      opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics }),
      databaseReadiness({ check: cutGauge(metrics, { db, consumed }), health, log }),
      consumer.asService(),
      httpServer(app, { host: config.HTTP_HOST, port: config.HTTP_PORT, health, log, letGo }),
    ],
    apiUrl: () => app.getUrl(),
    close: () => db.destroy(),
  };
}

/** Two deployments on one broker differ in the prefix; their groups must too, or they would share partitions. */
const consumedBy = (prefix: string, topics: TopicCatalogue): ConsumedTopics => ({
  groupId: `${prefix}.${consumerGroups.ledgerProjection}`,
  topics: new Set([topics.ledger.name, topics.wallets.name, topics.payments.name]),
});

const routesOf = (topics: TopicCatalogue, consumed: ConsumedTopics) => [
  batchRoute<LedgerTables, LedgerChange>({
    topic: topics.ledger.name,
    schema: ledgerChange,
    handle: ledgerHandler,
    poison: 'dead-letter',
  }),
  batchRoute<LedgerTables, WalletChange>({
    topic: topics.wallets.name,
    schema: walletChange,
    handle: walletsHandler,
    poison: 'dead-letter',
  }),
  batchRoute<LedgerTables, PaymentChange>({
    topic: topics.payments.name,
    schema: paymentChange,
    handle: paymentsHandler,
    poison: 'dead-letter',
  }),
  batchRoute<LedgerTables, ProgressRecord>({
    topic: topics.progress.name,
    schema: progressRecord,
    handle: progressHandler(consumed),
    poison: 'dead-letter',
  }),
];
