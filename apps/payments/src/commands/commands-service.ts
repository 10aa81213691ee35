/** Wires the commands process: the fraud team's commands in, freezes and results out. */
import { KafkaBatchServer, batchRoute, type ConsumerTuning } from '@vf/consumer';
import { consumerGroups, topicCatalogue, walletCommand, type WalletCommand } from '@vf/contracts';
import { createKafkaClient } from '@vf/event-bus';
import { checkDatabase, createPosting, openDatabase, type PaymentsTables } from '@vf/payments';
import { Counter, createMetrics, Health, opsServer, type Log, type Service } from '@vf/platform';
import { databaseReadiness } from '@vf/read-api';
import type { CommandsConfig } from '../config.js';
import { writeAnswer } from '../http/payment-answer.js';
import { postingMetrics } from '../posting-metrics.js';
import { walletCommandsHandler } from './commands-handler.js';

export interface CommandsService {
  readonly parts: readonly Service[];
  readonly close: () => Promise<void>;
}

/** Commands are few and go one after the other. */
const MAX_CONNECTIONS = 6;
const POSTING_SLOTS = 1;

export function createCommandsService(
  config: CommandsConfig,
  log: Log,
  tuning: Partial<ConsumerTuning> = {},
): CommandsService {
  const metrics = createMetrics('commands');
  const health = new Health();
  const db = openDatabase({ connectionString: config.DATABASE_URL, maxConnections: MAX_CONNECTIONS });
  const posting = createPosting({
    connectionString: config.DATABASE_URL,
    slots: POSTING_SLOTS,
    writeAnswer,
    observer: postingMetrics(metrics, log, () => posting.queued()),
  });
  const answered = new Counter({
    name: 'vf_wallet_commands_total',
    help: 'Commands of the fraud team that were answered, by outcome.',
    labelNames: ['outcome'],
    registers: [metrics],
  });
  const topics = topicCatalogue(config.TOPIC_PREFIX);
  const consumer = new KafkaBatchServer<PaymentsTables>({
    client: createKafkaClient({ brokers: config.KAFKA_BROKERS, clientId: 'wallet-commands', log }),
    // Two deployments on one broker differ in the prefix; their groups must too.
    groupId: `${config.TOPIC_PREFIX}.${consumerGroups.walletCommands}`,
    db,
    routes: [
      batchRoute<PaymentsTables, WalletCommand>({
        topic: topics.fraudCommands.name,
        schema: walletCommand,
        handle: walletCommandsHandler({
          posting,
          now: () => new Date(),
          onAnswered: (outcome) => answered.inc({ outcome }),
        }),
        poison: 'dead-letter',
      }),
    ],
    deadLetterTopic: topics.walletCommandDeadLetters.name,
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
    ],
    async close() {
      await posting.close();
      await db.destroy();
    },
  };
}
