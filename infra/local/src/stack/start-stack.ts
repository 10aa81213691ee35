import { databaseUrl, provisionDatabases } from '../postgres/provision.js';
import { together } from '../processes/together.js';
import type { Database, ServiceDefinition, SetupDefinition, StackValues } from './definitions.js';
import { runOnce, SetupFailed } from './one-shot.js';
import { kafkaServer, postgresServer } from './servers.js';
import { startService } from './service-process.js';
import type { StackContext } from './stack-context.js';
import { LOCAL_PII_KEY, type StackDescription } from './stack-file.js';

const DATABASES: readonly Database[] = ['vendorflow', 'fraud', 'ledger_projection'];

/** Addresses and keys of a stack in which every part is ready. */
export type ReadyStack = Omit<StackDescription, 'launcher' | 'processes'> & { apiKey: string };

/**
 * Starts everything: the servers side by side, roles, databases and migrations, slots and topics, then the services
 * side by side, and makes an API client once. Resolves when every /readyz says ready.
 */
export async function startStack(context: StackContext): Promise<ReadyStack> {
  const { definition, report, secrets } = context;
  report('Starting PostgreSQL and Kafka.');
  const [{ adminUrl, cluster }, brokers] = await together([database(context), kafkaServer(context)], context.giveUp);
  const values = stackValues(context, adminUrl, brokers);
  await setUp(context, values, 'all');
  report('Starting the services.');
  await together(
    definition.services.map((service) => startMember(context, service, values)),
    context.giveUp,
  );
  const apiKey = secrets.apiKey(cluster) ?? (await createApiKey(context, values, cluster));
  return { ...addresses(context, adminUrl, values), apiKey };
}

async function database(context: StackContext): Promise<{ adminUrl: string; cluster: string }> {
  const adminUrl = await postgresServer(context);
  const cluster = await provisionDatabases({
    adminUrl,
    sqlDirectory: context.folders.sql,
    passwordOf: (role) => context.secrets.password(role),
  });
  await setUp(context, stackValues(context, adminUrl, ''), 'database');
  return { adminUrl, cluster };
}

function stackValues({ config, ports, secrets }: StackContext, adminUrl: string, brokers: string): StackValues {
  return {
    databaseUrl: (name, role) => databaseUrl(adminUrl, name, { role, password: secrets.password(role) }),
    ownerUrl: (name) => databaseUrl(adminUrl, name),
    brokers,
    topicPrefix: config.TOPIC_PREFIX,
    piiHashKeys: `${LOCAL_PII_KEY}:${secrets.piiKey(LOCAL_PII_KEY)}`,
    token: (role) => secrets.token(role),
    port: (variable) => ports.of(variable),
  };
}

async function setUp(context: StackContext, values: StackValues, needs: SetupDefinition['needs']): Promise<void> {
  const { definition, root, signal } = context;
  const steps = definition.setup.filter((step) => step.needs === needs);
  await together(
    steps.map(({ name, entry, environment }) =>
      runOnce({ name, entry, environment: environment(values), root, signal }),
    ),
    context.giveUp,
  );
}

function startMember(context: StackContext, service: ServiceDefinition, values: StackValues) {
  const { folders, ports, records, root, signal, supervisor } = context;
  return supervisor.start(service.name, () =>
    startService({
      definition: service,
      root,
      logs: folders.logs,
      apiPort: service.api && ports.of(service.api.variable),
      opsPort: ports.of(service.ops.variable),
      environment: service.environment(values),
      records,
      signal,
    }),
  );
}

/** Once for each database cluster: a new cluster does not know the kept key. */
async function createApiKey(context: StackContext, values: StackValues, cluster: string): Promise<string> {
  const { entry, args, environment } = context.definition.createClient;
  const { root, signal } = context;
  const output = await runOnce({ name: 'create-client', entry, args, environment: environment(values), root, signal });
  const key = output.trim().split(/\s+/).at(-1) ?? '';
  if (key === '') throw new SetupFailed(`${entry} printed no API key.`);
  context.secrets.keepApiKey(cluster, key);
  return key;
}

function addresses(
  { definition, folders, ports }: StackContext,
  adminUrl: string,
  values: StackValues,
): Omit<ReadyStack, 'apiKey'> {
  const url = (variable: Parameters<typeof ports.of>[0]): string => `http://127.0.0.1:${ports.of(variable)}`;
  return {
    startedAt: new Date().toISOString(),
    urls: Object.fromEntries(
      definition.services.flatMap(({ name, api, others = [] }) =>
        [...(api ? [{ name, ...api }] : []), ...others].map((each): [string, string] => [
          each.name,
          url(each.variable),
        ]),
      ),
    ),
    opsUrls: Object.fromEntries(definition.services.map(({ name, ops }) => [name, url(ops.variable)])),
    databases: Object.fromEntries(DATABASES.map((name) => [name, databaseUrl(adminUrl, name)])),
    postgresAdminUrl: adminUrl,
    kafkaBrokers: values.brokers,
    topicPrefix: values.topicPrefix,
    secretsFile: folders.secretsFile,
  };
}
