/** Every setting of the payments process; nothing else reads the environment. */
import { platformWalletIds } from '@vf/contracts';
import { modes } from '@vf/payments';
import { kafkaBrokers, loadConfig, port, postgresUrl, processSettings, topicPrefix } from '@vf/platform';
import { z } from 'zod';
import { providerSettings, requireWholeProviders } from './providers/provider-settings.js';

const DEFAULT_HTTP_PORT = 8080;
const DEFAULT_OPS_PORT = 9080;
const DEFAULT_WEBHOOKS_OPS_PORT = 9084;
const DEFAULT_COMMANDS_OPS_PORT = 9085;

const ADDRESS_OR_RANGE = /^[0-9a-fA-F.:]+(?:\/\d{1,3})?$/;

const databaseUrl = postgresUrl('vendorflow');
const apiMode = z.enum(modes).default('test').meta({
  example: 'test',
  description: 'What this deployment is; keys of the other mode are refused.',
});

/** Judged when an endpoint is made and again at each delivery, so both processes have them. */
const webhookAddresses = {
  WEBHOOK_ALLOW_LOOPBACK: z.stringbool().default(false).meta({
    example: 'true',
    description: 'Allow webhooks to this machine, by http too. For development and tests.',
  }),
  WEBHOOK_ALLOW_PRIVATE_ADDRESSES: z.stringbool().default(false).meta({
    example: 'true',
    description: 'Allow webhooks to private networks. Clients then reach what is in them.',
  }),
};

/** How often and from where requests may come. */
const accessSettings = {
  RATE_LIMIT_REQUESTS: z.coerce.number().int().min(1).max(10_000_000).default(5_000).meta({
    example: '100',
    description: 'Requests of one API key in a window, in this process; a client may have a limit of its own.',
  }),
  RATE_LIMIT_WINDOW_SECONDS: z.coerce.number().int().min(1).max(3_600).default(1).meta({
    example: '1',
    description: 'The window that requests are counted in.',
  }),
  RATE_LIMIT_UNKNOWN_KEYS: z.coerce.number().int().min(1).max(100_000).default(60).meta({
    example: '60',
    description: 'Requests without a good key that one address may make in a minute.',
  }),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((each) => ADDRESS_OR_RANGE.test(each)),
      'use addresses or CIDR ranges, separated by commas',
    )
    .meta({
      example: '10.0.0.0/8',
      description: 'Whose X-Forwarded-For tells the address of a caller; none when empty.',
    }),
  HTTP_MAX_CONNECTIONS: z.coerce.number().int().min(1).max(100_000).default(2_000).meta({
    example: '2000',
    description: 'Open connections beyond which requests are answered 503; at twice as many, connections are cut.',
  }),
};

const serviceSettings = z
  .object({
    DATABASE_URL: databaseUrl,
    API_MODE: apiMode,
    HTTP_HOST: z.string().default('127.0.0.1').meta({ example: '0.0.0.0', description: 'Address of the API.' }),
    HTTP_PORT: port(DEFAULT_HTTP_PORT).meta({ example: String(DEFAULT_HTTP_PORT), description: 'Port of the API.' }),
    POSTING_SLOTS: z.coerce.number().int().min(1).max(platformWalletIds.length).default(2).meta({
      example: '2',
      description: 'Batches posted at once, each on a connection of its own.',
    }),
    POSTING_MAX_QUEUED: z.coerce.number().int().min(1).max(100_000).default(5_000).meta({
      example: '5000',
      description: 'Payments that may wait for a slot before new ones are answered 503.',
    }),
    HOLD_EXPIRY_INTERVAL_MS: z.coerce.number().int().min(10).max(3_600_000).default(1_000).meta({
      example: '1000',
      description: 'How often holds that are over are looked for.',
    }),
    HTTP_REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000).meta({
      example: '10000',
      description: 'For a whole request to arrive; a slow sender would hold its connection for ever.',
    }),
    ...accessSettings,
    ...providerSettings,
    ...webhookAddresses,
    ...processSettings(DEFAULT_OPS_PORT),
  })
  .superRefine(requireWholeProviders);

const webhooksSettings = z.object({
  DATABASE_URL: databaseUrl,
  API_MODE: apiMode,
  KAFKA_BROKERS: kafkaBrokers,
  TOPIC_PREFIX: topicPrefix,
  WEBHOOK_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000).meta({
    example: '10000',
    description: 'For an endpoint to answer; after that the delivery is tried again later.',
  }),
  WEBHOOK_MAX_IN_FLIGHT: z.coerce.number().int().min(1).max(1_000).default(64).meta({
    example: '64',
    description: 'Deliveries under way at once in this process.',
  }),
  WEBHOOK_MAX_IN_FLIGHT_PER_ENDPOINT: z.coerce.number().int().min(1).max(100).default(4).meta({
    example: '4',
    description: 'Deliveries under way at once to one endpoint, over all processes.',
  }),
  ...webhookAddresses,
  ...processSettings(DEFAULT_WEBHOOKS_OPS_PORT),
});

export type PaymentsConfig = Readonly<z.output<typeof serviceSettings>>;

export const paymentsConfig = (env = process.env): PaymentsConfig => loadConfig(serviceSettings, env);

export type WebhooksConfig = Readonly<z.output<typeof webhooksSettings>>;

/** Settings of `webhooks`, a process of its own. */
export const webhooksConfig = (env = process.env): WebhooksConfig => loadConfig(webhooksSettings, env);

const commandsSettings = z.object({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: kafkaBrokers,
  TOPIC_PREFIX: topicPrefix,
  ...processSettings(DEFAULT_COMMANDS_OPS_PORT),
});

export type CommandsConfig = Readonly<z.output<typeof commandsSettings>>;

/** Settings of `commands`, a process of its own. */
export const commandsConfig = (env = process.env): CommandsConfig => loadConfig(commandsSettings, env);

/** Settings of `migrate`, which runs as the owner of the schema. */
export const migrationConfig = (env = process.env) =>
  loadConfig(z.object({ MIGRATION_DATABASE_URL: databaseUrl }), env);

/** Settings of `create-client`. */
export const clientConfig = (env = process.env) =>
  loadConfig(z.object({ DATABASE_URL: databaseUrl, API_MODE: apiMode }), env);

/** Settings of `keys`. */
export const keysConfig = (env = process.env) =>
  loadConfig(
    z.object({
      ADMIN_DATABASE_URL: databaseUrl.meta({
        example: 'postgres://operator:password@127.0.0.1:5432/vendorflow',
        description: 'A login of the group app_admin, or the owner of the schema.',
      }),
      API_MODE: apiMode,
    }),
    env,
  );
