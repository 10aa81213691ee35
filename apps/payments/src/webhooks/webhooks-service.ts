/** Wires the webhooks process: changes in, deliveries out. */
import { KafkaBatchServer, batchRoute, type ConsumerTuning } from '@vf/consumer';
import {
  consumerGroups,
  ownedPaymentChange,
  ownedWalletChange,
  topicCatalogue,
  type OwnedPaymentChange,
  type OwnedWalletChange,
  type TopicCatalogue,
} from '@vf/contracts';
import { createKafkaClient } from '@vf/event-bus';
import { checkDatabase, openDatabase, type PaymentsTables } from '@vf/payments';
import { createMetrics, Health, opsServer, type Log, type Service } from '@vf/platform';
import { databaseReadiness } from '@vf/read-api';
import type { WebhooksConfig } from '../config.js';
import { paymentChangesHandler, walletChangesHandler, type ChangeHandlerOptions } from './change-handlers.js';
import { DeliveryWorker, webhookRetention } from './delivery-worker.js';
import { postWebhook } from './post-webhook.js';
import { webhookMetrics } from './webhook-metrics.js';

export interface WebhooksService {
  readonly parts: readonly Service[];
  readonly close: () => Promise<void>;
}

const MAX_CONNECTIONS = 10;
/** Long enough for a batch of thousands of changes. */
const STATEMENT_TIMEOUT_MS = 30_000;

export function createWebhooksService(
  config: WebhooksConfig,
  log: Log,
  tuning: Partial<ConsumerTuning> = {},
): WebhooksService {
  const metrics = createMetrics('webhooks');
  const health = new Health();
  const counted = webhookMetrics(metrics);
  const db = openDatabase({
    connectionString: config.DATABASE_URL,
    maxConnections: MAX_CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const rules = {
    allowLoopback: config.WEBHOOK_ALLOW_LOOPBACK,
    allowPrivate: config.WEBHOOK_ALLOW_PRIVATE_ADDRESSES,
  };
  const worker = new DeliveryWorker({
    db,
    post: (delivery) => postWebhook(delivery, { ...rules, timeoutMs: config.WEBHOOK_TIMEOUT_MS }),
    maxInFlight: config.WEBHOOK_MAX_IN_FLIGHT,
    maxInFlightPerEndpoint: config.WEBHOOK_MAX_IN_FLIGHT_PER_ENDPOINT,
    attemptTimeoutMs: config.WEBHOOK_TIMEOUT_MS,
    metrics: counted,
    log,
  });
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const consumer = new KafkaBatchServer<PaymentsTables>({
    client: createKafkaClient({ brokers: config.KAFKA_BROKERS, clientId: 'webhooks', log }),
    // Two deployments on one broker differ in the prefix; their groups must too.
    groupId: `${config.TOPIC_PREFIX}.${consumerGroups.webhooks}`,
    db,
    routes: routesOf(topics, {
      isLive: config.API_MODE === 'live',
      onStored: (count) => counted.stored.inc(count),
    }),
    deadLetterTopic: topics.webhookDeadLetters.name,
    health,
    metrics,
    log,
    tuning,
  });
  return {
    parts: [
      opsServer({ host: config.OPS_HOST, port: config.OPS_PORT, health, metrics }),
      databaseReadiness({ check: () => checkDatabase(db), health, log }),
      consumer.asService(),
      worker.asService(),
      webhookRetention({ db, log }),
    ],
    close: () => db.destroy(),
  };
}

const routesOf = (topics: TopicCatalogue, handling: ChangeHandlerOptions) => [
  batchRoute<PaymentsTables, OwnedPaymentChange>({
    topic: topics.payments.name,
    schema: ownedPaymentChange,
    handle: paymentChangesHandler(handling),
    poison: 'dead-letter',
  }),
  batchRoute<PaymentsTables, OwnedWalletChange>({
    topic: topics.wallets.name,
    schema: ownedWalletChange,
    handle: walletChangesHandler(handling),
    poison: 'dead-letter',
  }),
];
