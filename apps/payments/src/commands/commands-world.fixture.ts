/** The payments database with users and wallets, the topics of commands, and members that execute them. */
import { randomUUID } from 'node:crypto';
import type { ConsumerTuning } from '@vf/consumer';
import { EVENT_ID_HEADER, formatEventId, topicCatalogue, walletCommandResult, type WalletCommand } from '@vf/contracts';
import { wireId } from '@vf/money';
import { silentLog } from '@vf/platform';
import {
  createTopics,
  deleteTopicsWithPrefix,
  readTopic,
  sendRecords,
  testKafka,
  uniqueTopicPrefix,
} from '@vf/testing';
import { commandsConfig } from '../config.js';
import { RunningService } from '../running-service.fixture.js';
import { createCommandsService } from './commands-service.js';

/** The shortest session that Kafka allows. */
export const quickSessions: Partial<ConsumerTuning> = { reading: { sessionTimeoutMs: 6_000 } };

export interface CommandsWorld extends AsyncDisposable {
  readonly service: RunningService;
  readonly environment: Readonly<Record<string, string>>;
  /** A command of a new id on the wallet of this user. */
  readonly commandOn: (userId: string, over?: Partial<WalletCommand>) => WalletCommand;
  /** Puts the records on the topic, each as a change of its own. */
  readonly send: (values: readonly unknown[]) => Promise<void>;
  readonly member: () => AsyncDisposable;
  /** Results as capture publishes them, oldest first. */
  readonly results: () => Promise<ReturnType<typeof walletCommandResult.parse>[]>;
  /** Freezes as the books have them, oldest first. */
  readonly freezes: () => Promise<{ frozen: boolean; actor: string; reason: string }[]>;
  readonly deadLetterCodes: () => Promise<(string | undefined)[]>;
}

export async function commandsWorld(): Promise<CommandsWorld> {
  const stack = new AsyncDisposableStack();
  const prefix = uniqueTopicPrefix();
  stack.defer(() => deleteTopicsWithPrefix(prefix));
  const { fraudCommands, walletCommandDeadLetters } = topicCatalogue(prefix);
  await createTopics([fraudCommands, walletCommandDeadLetters].map(({ name: topic }) => ({ topic })));
  const service = stack.use(await RunningService.start());
  const environment = {
    DATABASE_URL: service.db.urlFor('payments_service'),
    KAFKA_BROKERS: testKafka().brokers.join(),
    TOPIC_PREFIX: prefix,
  };
  let commits = 0n;
  return {
    service,
    environment,
    commandOn: (userId, over = {}) => ({
      schema_version: 1,
      command_id: wireId('cmd', randomUUID()),
      kind: 'freeze_wallet',
      user_id: userId,
      alert_id: wireId('alt', randomUUID()),
      reason: 'card testing',
      actor: 'ann',
      issued_at: new Date().toISOString(),
      ...over,
    }),
    send: (values) =>
      sendRecords(
        fraudCommands.name,
        values.map((value) => {
          commits += 1n;
          const headers = { [EVENT_ID_HEADER]: formatEventId({ epoch: 1, commitLsn: commits, index: 0 }) };
          return { partition: 0, key: 'cmd', value: JSON.stringify(value), headers };
        }),
      ),
    member: () => startMember(environment),
    async results() {
      const { rows } = await service.admin.query<{ payload: unknown }>(
        'SELECT payload FROM wallet_command_result ORDER BY created_at',
      );
      return rows.map(({ payload }) => walletCommandResult.parse(payload));
    },
    async freezes() {
      const { rows } = await service.admin.query<{ frozen: boolean; actor: string; reason: string }>(
        'SELECT frozen, actor, reason FROM wallet_freezes ORDER BY created_at',
      );
      return rows;
    },
    async deadLetterCodes() {
      const letters = await readTopic(walletCommandDeadLetters.name);
      return letters.map(({ headers }) => headers['vf-dlq-code']);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Drains when it is disposed. */
function startMember(environment: Readonly<Record<string, string>>): AsyncDisposable {
  const service = createCommandsService({ ...commandsConfig(environment), OPS_PORT: 0 }, silentLog, quickSessions);
  const stop = new AbortController();
  const running = Promise.all(service.parts.map((part) => part.run(stop.signal)));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      await service.close();
    },
  };
}
