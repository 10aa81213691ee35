import { join } from 'node:path';
import { startKafka } from '../kafka/broker.js';
import { DURABLE_KAFKA_SETTINGS } from '../kafka/settings.js';
import { SUPERUSER } from '../postgres/data-directory.js';
import { DURABLE_SETTINGS, startPostgres } from '../postgres/server.js';
import type { StackContext } from './stack-context.js';

/** Starts the embedded PostgreSQL, unless another one is configured, and gives the superuser's URL. */
export async function postgresServer(context: StackContext): Promise<string> {
  const { config, folders, ports, records, secrets, supervisor, signal } = context;
  if (config.VF_POSTGRES_ADMIN_URL !== undefined) return config.VF_POSTGRES_ADMIN_URL;
  const options = {
    dataDirectory: folders.postgresData,
    logFile: join(folders.logs, 'postgres.log'),
    port: ports.of('VF_POSTGRES_PORT'),
    superuserPassword: secrets.password(SUPERUSER),
    settings: DURABLE_SETTINGS,
    records,
    signal,
  };
  let adminUrl = '';
  await supervisor.start('postgres', async () => {
    const running = await startPostgres(options);
    adminUrl = running.adminUrl;
    return running.process;
  });
  return adminUrl;
}

/** Starts the local Kafka, unless another one is configured, and gives its brokers. */
export async function kafkaServer(context: StackContext): Promise<string> {
  const { config, folders, ports, records, supervisor, signal } = context;
  if (config.KAFKA_BROKERS !== undefined) return config.KAFKA_BROKERS.join(',');
  const options = {
    dataDirectory: folders.kafkaData,
    logFile: join(folders.logs, 'kafka.log'),
    port: ports.of('VF_KAFKA_PORT'),
    controllerPort: ports.of('VF_KAFKA_CONTROLLER_PORT'),
    settings: DURABLE_KAFKA_SETTINGS,
    libDirectory: folders.kafkaLib,
    checksumFile: folders.kafkaChecksums,
    records,
    signal,
  };
  let brokers = '';
  await supervisor.start('kafka', async () => {
    const running = await startKafka(options);
    brokers = running.brokers;
    return running.process;
  });
  return brokers;
}
