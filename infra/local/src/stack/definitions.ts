import { createHash } from 'node:crypto';
import type { PortVariable } from '../config.js';
import type { ServiceRole } from '../postgres/provision.js';

export type Database = 'vendorflow' | 'fraud' | 'ledger_projection';

/** What the services are told about the rest of the stack. */
export interface StackValues {
  /** URL of a database for a service's own role. */
  databaseUrl: (database: Database, role: ServiceRole) => string;
  /** URL of a database for its owner, who may change its schema. */
  ownerUrl: (database: Database) => string;
  brokers: string;
  topicPrefix: string;
  /** As the worker's PII_HASH_KEYS. */
  piiHashKeys: string;
  /** Bearer token by role. */
  token: (role: string) => string;
  /** The port that was chosen for a service, started already or not. */
  port: (variable: PortVariable) => number;
}

export interface ServicePort {
  variable: PortVariable;
  preferred: number;
  /** How the process names its address: HTTP_HOST and HTTP_PORT, or ADMIN_HOST and ADMIN_PORT. */
  setting?: 'HTTP' | 'ADMIN';
}

type Environment = Record<string, string>;

/** A process of the stack: started from its build, ready when /readyz on its ops port says so. */
export interface ServiceDefinition {
  name: string;
  /** From the clone's root. */
  entry: string;
  api?: ServicePort;
  /** Further ports it listens on; it learns them by its environment. */
  others?: readonly (ServicePort & { name: string })[];
  ops: ServicePort;
  environment: (values: StackValues) => Environment;
}

/** A command that runs to its end before the services start. */
export interface SetupDefinition {
  name: string;
  entry: string;
  /** `database`: as soon as PostgreSQL is up; `all`: when Kafka is up as well and the former are done. */
  needs: 'database' | 'all';
  environment: (values: StackValues) => Environment;
}

export interface StackDefinition {
  setup: readonly SetupDefinition[];
  services: readonly ServiceDefinition[];
  /** Prints a new API key as the last word of its output. */
  createClient: { entry: string; args: readonly string[]; environment: (values: StackValues) => Environment };
}

const migrations = (app: string, database: Database): SetupDefinition => ({
  name: `${app}-migrate`,
  entry: `apps/${app}/dist/migrate.js`,
  needs: 'database',
  environment: ({ ownerUrl }) => ({ MIGRATION_DATABASE_URL: ownerUrl(database) }),
});

/** `name:role:sha256 of the token`, as BearerTokens reads it. */
const apiTokens = ({ token }: StackValues): string =>
  ['analyst', 'finance', 'operator', 'reader']
    .map((role) => `${role}:${role}:${createHash('sha256').update(token(role)).digest('hex')}`)
    .join(',');

const kafka = ({ brokers, topicPrefix }: StackValues): Environment => ({
  KAFKA_BROKERS: brokers,
  TOPIC_PREFIX: topicPrefix,
});

/** What the sandboxes and the payments service agree on. Known to everybody, and good for no real provider. */
const sandboxSecrets: Environment = {
  STRIPE_SECRET_KEY: 'sk_test_sandbox',
  STRIPE_WEBHOOK_SECRET: 'whsec_sandbox',
  MTN_MOMO_API_USER: '00000000-0000-4000-8000-000000000001',
  MTN_MOMO_API_KEY: 'sandbox',
  AIRTEL_CLIENT_ID: 'sandbox',
  AIRTEL_CLIENT_SECRET: 'sandbox',
  AIRTEL_CALLBACK_KEY: 'sandbox',
};

const local = (port: number): string => `http://127.0.0.1:${port}`;

/** The providers of the local stack are its sandboxes. */
const sandboxedProviders = ({ port }: StackValues): Environment => ({
  ...sandboxSecrets,
  STRIPE_API_URL: local(port('VF_SANDBOX_STRIPE_PORT')),
  MTN_MOMO_API_URL: local(port('VF_SANDBOX_MTN_MOMO_PORT')),
  MTN_MOMO_COLLECTION_SUBSCRIPTION_KEY: 'sandbox',
  MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: 'sandbox',
  MTN_MOMO_TARGET_ENVIRONMENT: 'sandbox',
  MTN_MOMO_CALLBACK_URL: `${local(port('VF_PAYMENTS_PORT'))}/v1/providers/mtn_momo/callbacks`,
  AIRTEL_API_URL: local(port('VF_SANDBOX_AIRTEL_PORT')),
  AIRTEL_ENCRYPTED_PIN: 'sandbox',
});

const paymentsDatabase = (values: StackValues): Environment => ({
  DATABASE_URL: values.databaseUrl('vendorflow', 'payments_service'),
});

/** Receivers that one tries out run on this machine. */
const localWebhooks: Environment = { WEBHOOK_ALLOW_LOOPBACK: 'true' };

const payments = (values: StackValues): Environment => ({
  ...paymentsDatabase(values),
  ...localWebhooks,
  ...sandboxedProviders(values),
});

/** Often enough that a person who tries things out sees an idle projection move on. */
const LOCAL_HEARTBEAT_MS = '1000';

const worker = (values: StackValues): Environment => ({
  HEARTBEAT_INTERVAL_MS: LOCAL_HEARTBEAT_MS,
  PAYMENTS_DATABASE_URL: values.databaseUrl('vendorflow', 'capture_service'),
  FRAUD_DATABASE_URL: values.databaseUrl('fraud', 'capture_service'),
  PII_HASH_KEYS: values.piiHashKeys,
  ...kafka(values),
});

/** All of a client's own, and top-ups by its word: who tries things out has no provider that knows of the money. */
const localScopes = [
  ...['users:read', 'users:write', 'wallets:read', 'wallets:write', 'payments:read', 'payments:write'],
  ...['top_ups:write', 'top_ups:request', 'payouts:request', 'grants:read', 'grants:write'],
  ...['webhooks:read', 'webhooks:write'],
];

/** VendorFlow, in the order of the flow. */
export const vendorFlow: StackDefinition = {
  setup: [
    migrations('payments', 'vendorflow'),
    migrations('fraud', 'fraud'),
    migrations('ledger-projection', 'ledger_projection'),
    // Slots and topics must be there before the first payment: capture then has no table to read first.
    { name: 'cdc-worker-init', entry: 'apps/cdc-worker/dist/init.js', needs: 'all', environment: worker },
  ],
  services: [
    {
      name: 'sandboxes',
      entry: 'tools/sandboxes/dist/main.js',
      others: [
        { name: 'Stripe’s sandbox', variable: 'VF_SANDBOX_STRIPE_PORT', preferred: 8091 },
        { name: 'MTN MoMo’s sandbox', variable: 'VF_SANDBOX_MTN_MOMO_PORT', preferred: 8092 },
        { name: 'Airtel Money’s sandbox', variable: 'VF_SANDBOX_AIRTEL_PORT', preferred: 8093 },
      ],
      ops: { variable: 'VF_SANDBOXES_OPS_PORT', preferred: 9090 },
      environment: ({ port }) => ({
        ...sandboxSecrets,
        MTN_MOMO_SUBSCRIPTION_KEY: 'sandbox',
        SANDBOX_STRIPE_PORT: String(port('VF_SANDBOX_STRIPE_PORT')),
        SANDBOX_MTN_MOMO_PORT: String(port('VF_SANDBOX_MTN_MOMO_PORT')),
        SANDBOX_AIRTEL_PORT: String(port('VF_SANDBOX_AIRTEL_PORT')),
        CALLBACK_BASE_URL: local(port('VF_PAYMENTS_PORT')),
      }),
    },
    {
      name: 'payments',
      entry: 'apps/payments/dist/main.js',
      api: { variable: 'VF_PAYMENTS_PORT', preferred: 8080 },
      ops: { variable: 'VF_PAYMENTS_OPS_PORT', preferred: 9080 },
      environment: payments,
    },
    {
      name: 'cdc-worker',
      entry: 'apps/cdc-worker/dist/main.js',
      api: { variable: 'VF_CDC_WORKER_PORT', preferred: 8081, setting: 'ADMIN' },
      ops: { variable: 'VF_CDC_WORKER_OPS_PORT', preferred: 9081 },
      environment: (values) => ({ ...worker(values), API_TOKENS: apiTokens(values) }),
    },
    {
      name: 'fraud',
      entry: 'apps/fraud/dist/main.js',
      api: { variable: 'VF_FRAUD_PORT', preferred: 8082 },
      ops: { variable: 'VF_FRAUD_OPS_PORT', preferred: 9082 },
      environment: (values) => ({
        DATABASE_URL: values.databaseUrl('fraud', 'fraud_service'),
        ...kafka(values),
        API_TOKENS: apiTokens(values),
      }),
    },
    {
      name: 'ledger-projection',
      entry: 'apps/ledger-projection/dist/main.js',
      api: { variable: 'VF_LEDGER_PROJECTION_PORT', preferred: 8083 },
      ops: { variable: 'VF_LEDGER_PROJECTION_OPS_PORT', preferred: 9083 },
      environment: (values) => ({
        DATABASE_URL: values.databaseUrl('ledger_projection', 'projection_service'),
        ...kafka(values),
        API_TOKENS: apiTokens(values),
      }),
    },
    {
      name: 'webhooks',
      entry: 'apps/payments/dist/webhooks.js',
      ops: { variable: 'VF_WEBHOOKS_OPS_PORT', preferred: 9084 },
      environment: (values) => ({ ...paymentsDatabase(values), ...localWebhooks, ...kafka(values) }),
    },
    {
      name: 'commands',
      entry: 'apps/payments/dist/commands.js',
      ops: { variable: 'VF_COMMANDS_OPS_PORT', preferred: 9085 },
      environment: (values) => ({ ...paymentsDatabase(values), ...kafka(values) }),
    },
  ],
  createClient: {
    entry: 'apps/payments/dist/create-client.js',
    args: ['--name', 'local', '--scopes', localScopes.join(',')],
    environment: paymentsDatabase,
  },
};
