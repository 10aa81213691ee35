/** Settings of the local stack, the only place that reads the environment. */
import { fileURLToPath } from 'node:url';
import { kafkaBrokers, loadConfig, postgresUrl, topicPrefix } from '@vf/platform';
import { z } from 'zod';

const optionalPort = (example: number, what: string) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .meta({
      example: String(example),
      description: `Port of ${what}. When it is not set and the default is taken, a free one is chosen.`,
    });

const schema = z.object({
  VF_POSTGRES_ADMIN_URL: postgresUrl('postgres').optional().meta({
    example: 'postgres://postgres:password@127.0.0.1:5432/postgres',
    description: 'Superuser of a PostgreSQL 18 to use instead of the embedded one (wal_level must be logical).',
  }),
  KAFKA_BROKERS: kafkaBrokers
    .optional()
    .meta({ example: '127.0.0.1:9092', description: 'Brokers of a Kafka to use instead of the local one.' }),
  VF_POSTGRES_PORT: optionalPort(54_320, 'the embedded PostgreSQL'),
  VF_KAFKA_PORT: optionalPort(19_092, 'the local Kafka'),
  VF_KAFKA_CONTROLLER_PORT: optionalPort(19_093, "the local Kafka's controller"),
  VF_PAYMENTS_PORT: optionalPort(8_080, 'the payments API'),
  VF_PAYMENTS_OPS_PORT: optionalPort(9_080, "payments' health and metrics"),
  VF_CDC_WORKER_OPS_PORT: optionalPort(9_081, "the capture worker's health and metrics"),
  VF_CDC_WORKER_PORT: optionalPort(8_081, 'the admin API of cdc-worker'),
  VF_FRAUD_PORT: optionalPort(8_082, 'the fraud API'),
  VF_FRAUD_OPS_PORT: optionalPort(9_082, "fraud's health and metrics"),
  VF_LEDGER_PROJECTION_PORT: optionalPort(8_083, 'the ledger projection API'),
  VF_LEDGER_PROJECTION_OPS_PORT: optionalPort(9_083, "the ledger projection's health and metrics"),
  VF_SANDBOX_STRIPE_PORT: optionalPort(8_091, 'Stripe’s sandbox'),
  VF_SANDBOX_MTN_MOMO_PORT: optionalPort(8_092, 'MTN MoMo’s sandbox'),
  VF_SANDBOX_AIRTEL_PORT: optionalPort(8_093, 'Airtel Money’s sandbox'),
  VF_SANDBOXES_OPS_PORT: optionalPort(9_090, "the sandboxes' health and metrics"),
  VF_WEBHOOKS_OPS_PORT: optionalPort(9_084, "webhooks' health and metrics"),
  VF_COMMANDS_OPS_PORT: optionalPort(9_085, "commands' health and metrics"),
  TOPIC_PREFIX: topicPrefix,
});

export type LocalConfig = Readonly<z.output<typeof schema>>;
/** The settings that fix a port. */
export type PortVariable = Extract<keyof LocalConfig, `VF_${string}_PORT`>;

/** What child processes get besides their own settings (PATH, HOME, LOG_LEVEL and the like). */
export const inheritedEnvironment: Readonly<Record<string, string | undefined>> = { ...process.env };

/** Settings from the environment. Throws ConfigError naming each fault. */
export function localConfig(environment = inheritedEnvironment): LocalConfig {
  return loadConfig(schema, environment);
}

/** Servers that the caller already has for tests; both or none. */
export function givenTestServers(environment = inheritedEnvironment): TestServerUrls | undefined {
  const postgresUrlGiven = environment['VF_TEST_POSTGRES_URL'];
  const brokersGiven = environment['VF_TEST_KAFKA_BROKERS'];
  if (!postgresUrlGiven || !brokersGiven) return undefined;
  return { VF_TEST_POSTGRES_URL: postgresUrlGiven, VF_TEST_KAFKA_BROKERS: brokersGiven };
}

/** The variables by which tests get their servers. */
export interface TestServerUrls {
  VF_TEST_POSTGRES_URL: string;
  VF_TEST_KAFKA_BROKERS: string;
}

/** The clone's root folder; the same from the sources and from the build. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
