/** Every setting of the ledger projection; nothing else reads the environment. */
import { apiTokens, kafkaBrokers, loadConfig, port, postgresUrl, processSettings, topicPrefix } from '@vf/platform';
import { z } from 'zod';

const DEFAULT_HTTP_PORT = 8083;
const DEFAULT_OPS_PORT = 9083;

const databaseUrl = postgresUrl('ledger_projection');

const serviceSettings = z.object({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: kafkaBrokers,
  TOPIC_PREFIX: topicPrefix,
  API_TOKENS: apiTokens,
  HTTP_HOST: z.string().default('127.0.0.1').meta({ example: '0.0.0.0', description: 'Address of the API.' }),
  HTTP_PORT: port(DEFAULT_HTTP_PORT).meta({ example: String(DEFAULT_HTTP_PORT), description: 'Port of the API.' }),
  ...processSettings(DEFAULT_OPS_PORT),
});

export type ProjectionConfig = Readonly<z.output<typeof serviceSettings>>;

export const projectionConfig = (env = process.env): ProjectionConfig => loadConfig(serviceSettings, env);

/** Settings of `migrate`, which runs as the owner of the schema. */
export const migrationConfig = (env = process.env) =>
  loadConfig(z.object({ MIGRATION_DATABASE_URL: databaseUrl }), env);
