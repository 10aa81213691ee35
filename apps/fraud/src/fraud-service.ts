/** Wires the process: what it is made of, and who knows whom. */
import { KafkaBatchServer, batchRoute, openServicePool, type ConsumerTuning } from '@vf/consumer';
import {
  consumerGroups,
  paymentChange,
  topicCatalogue,
  walletCommandResult,
  type PaymentChange,
  type WalletCommandResult,
} from '@vf/contracts';
import { createKafkaClient } from '@vf/event-bus';
import { fraudDatabase, type FraudTables } from '@vf/fraud';
import { createMetrics, Health, opsServer, type Log, type Service } from '@vf/platform';
import { databaseReadiness, httpServer } from '@vf/read-api';
import type { FraudConfig } from './config.js';
import { commandResultsHandler } from './command-results-handler.js';
import { fraudMetrics } from './fraud-metrics.js';
import { createApi } from './http/create-api.js';
import { paymentsHandler } from './payments-handler.js';

export interface FraudService {
  readonly parts: readonly Service[];
  /** Where the API listens, once it does. */
  readonly apiUrl: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function createFraudService(
  config: FraudConfig,
  log: Log,
  tuning: Partial<ConsumerTuning> = {},
): Promise<FraudService> {
  const metrics = createMetrics('fraud');
  const health = new Health();
  const pool = openServicePool({
    connectionString: config.DATABASE_URL,
    applicationName: 'vendorflow-fraud',
    log,
  });
  const db = fraudDatabase(pool);
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const consumer = new KafkaBatchServer<FraudTables>({
    client: createKafkaClient({ brokers: config.KAFKA_BROKERS, clientId: 'fraud', log }),
    groupId: groupOf(config.TOPIC_PREFIX),
    db,
    routes: [
      batchRoute<FraudTables, PaymentChange>({
        topic: topics.payments.name,
        schema: paymentChange,
        handle: paymentsHandler(fraudMetrics(metrics), () => new Date()),
        poison: 'dead-letter',
      }),
      batchRoute<FraudTables, WalletCommandResult>({
        topic: topics.commandResults.name,
        schema: walletCommandResult,
        handle: commandResultsHandler(log),
        poison: 'dead-letter',
      }),
    ],
    deadLetterTopic: topics.fraudDeadLetters.name,
    health,
    metrics,
    log,
    tuning,
  });
  const { app, letGo } = await createApi({ db, tokens: config.API_TOKENS, log });
  return {
    parts: [
      opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics }),
      databaseReadiness({ check: () => pool.query('SELECT 1'), health, log }),
      consumer.asService(),
      httpServer(app, { host: config.HTTP_HOST, port: config.HTTP_PORT, health, log, letGo }),
    ],
    apiUrl: () => app.getUrl(),
    close: () => db.destroy(),
  };
}

/** Two deployments on one broker differ in the prefix; their groups must too, or they would share partitions. */
const groupOf = (prefix: string) => `${prefix}.${consumerGroups.fraud}`;
