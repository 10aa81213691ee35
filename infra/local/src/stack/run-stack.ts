import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalConfig } from '../config.js';
import { stackFolders } from '../folders.js';
import { databaseUrl, provisionDatabases } from '../postgres/provision.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { RunRecords } from '../processes/run-records.js';
import { Secrets } from '../secrets.js';
import type { Database, StackDefinition, StackValues } from './definitions.js';
import { runOnce } from './one-shot.js';
import { kafkaServer, postgresServer, type ServerContext } from './servers.js';
import { startService } from './service-process.js';
import { removeStackFile, type StackDescription, writeStackFile } from './stack-file.js';
import { chooseStackPorts } from './stack-ports.js';
import { Supervisor } from './supervisor.js';

const LAUNCHER = 'launcher';
const DATABASES: readonly Database[] = ['vendorflow', 'fraud', 'ledger_projection'];

export interface StackOptions {
  config: LocalConfig;
  definition: StackDefinition;
  /** The clone. */
  root: string;
  /** Folder for data, logs and secrets: var/local of the clone. */
  home: string;
  /** Start dead processes again instead of ending the stack. */
  restart: boolean;
  /** Stops the stack. */
  signal: AbortSignal;
  report: (line: string) => void;
  /** Called once everything is ready. */
  onReady: (running: ReadyStack) => void;
}

export type ReadyStack = Omit<StackDescription, 'launcher'> & { apiKey: string };

/** Another launcher runs a stack on the same data. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Runs the whole stack until the signal, then stops it in reverse order. Rejects when something cannot start or dies
 * (after everything that was started has been stopped), with a message for the person at the terminal.
 */
export async function runStack(options: StackOptions): Promise<void> {
  const folders = stackFolders(options.root, options.home);
  mkdirSync(options.home, { recursive: true });
  const records = new RunRecords(folders.runRecords);
  if (!records.claim(LAUNCHER)) {
    const { pid = 0 } = records.running(LAUNCHER) ?? {};
    throw new AlreadyRunning(
      `A stack already runs from this clone (process ${pid}). Stop it first, with Ctrl-C or kill ${pid}.`,
    );
  }
  // Ends the start and the watching too when a process dies, not only at the caller's signal.
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const stack = new Stack(options, records, signal);
  try {
    await stack.run();
  } catch (err) {
    if (!options.signal.aborted) throw err;
  } finally {
    ending.abort();
    await stack.stop();
    records.forget(LAUNCHER);
  }
}

class Stack {
  readonly #options: StackOptions;
  readonly #records: RunRecords;
  readonly #signal: AbortSignal;
  readonly #supervisor: Supervisor;
  readonly #processes = new Map<string, ManagedProcess>();
  #description: ReadyStack | undefined;

  constructor(options: StackOptions, records: RunRecords, signal: AbortSignal) {
    this.#options = options;
    this.#records = records;
    this.#signal = signal;
    this.#supervisor = new Supervisor({
      restart: options.restart,
      signal,
      report: options.report,
      onStarted: (process) => {
        this.#processes.set(process.name, process);
        this.#describe();
      },
    });
  }

  async run(): Promise<void> {
    const left = await this.#records.stopAll();
    if (left.length > 0) this.#options.report(`Stopped what an earlier launcher left running: ${left.join(', ')}.`);
    await Promise.race([this.#start(), this.#supervisor.failed]);
    await Promise.race([aborted(this.#signal), this.#supervisor.failed]);
  }

  /** Stops services, then servers. */
  async stop(): Promise<void> {
    removeStackFile(this.#folders.stackFile);
    this.#options.report('Stopping.');
    await this.#supervisor.settled();
    await this.#records.stopAll();
    this.#options.report('Everything is stopped.');
  }

  get #folders() {
    return stackFolders(this.#options.root, this.#options.home);
  }

  async #start(): Promise<void> {
    const { config, definition, report } = this.#options;
    const ports = await chooseStackPorts(config, definition.services);
    ports.moves.forEach(report);
    const secrets = new Secrets(this.#folders.secretsFile);
    const context: ServerContext = {
      config,
      folders: this.#folders,
      ports,
      records: this.#records,
      secrets,
      supervisor: this.#supervisor,
      signal: this.#signal,
    };
    report('Starting PostgreSQL and Kafka.');
    const [{ adminUrl, cluster }, brokers] = await Promise.all([this.#database(context), kafkaServer(context)]);
    const values = this.#values(adminUrl, brokers, secrets);
    await this.#setup(values, 'all');
    report('Starting the services.');
    await Promise.all(definition.services.map((service) => this.#service(context, service, values)));
    const apiKey = await this.#apiKey(values, secrets, cluster);
    this.#description = { ...this.#addresses(context, adminUrl, values), apiKey };
    this.#describe();
    this.#options.onReady(this.#description);
  }

  async #database(context: ServerContext): Promise<{ adminUrl: string; cluster: string }> {
    const adminUrl = await postgresServer(context);
    const cluster = await provisionDatabases({
      adminUrl,
      sqlDirectory: this.#folders.sql,
      passwordOf: (role) => context.secrets.password(role),
    });
    await this.#setup(this.#values(adminUrl, '', context.secrets), 'database');
    return { adminUrl, cluster };
  }

  #values(adminUrl: string, brokers: string, secrets: Secrets): StackValues {
    return {
      databaseUrl: (database, role) => databaseUrl(adminUrl, database, { role, password: secrets.password(role) }),
      ownerUrl: (database) => databaseUrl(adminUrl, database),
      brokers,
      topicPrefix: this.#options.config.TOPIC_PREFIX,
      token: (role) => secrets.token(role),
    };
  }

  async #setup(values: StackValues, needs: 'database' | 'all'): Promise<void> {
    const { definition, root } = this.#options;
    const steps = definition.setup.filter((step) => step.needs === needs);
    await Promise.all(
      steps.map(({ name, entry, environment }) =>
        runOnce({ name, entry, environment: environment(values), root, signal: this.#signal }),
      ),
    );
  }

  #service(context: ServerContext, service: StackDefinition['services'][number], values: StackValues) {
    const { root } = this.#options;
    return this.#supervisor.start(service.name, () =>
      startService({
        definition: service,
        root,
        logs: this.#folders.logs,
        apiPort: service.api && context.ports.of(service.api.variable),
        opsPort: context.ports.of(service.ops.variable),
        environment: service.environment(values),
        records: this.#records,
        signal: this.#signal,
      }),
    );
  }

  /** Made once for each database cluster: a new cluster does not know the kept key. */
  async #apiKey(values: StackValues, secrets: Secrets, cluster: string): Promise<string> {
    const kept = secrets.apiKey(cluster);
    if (kept !== undefined) return kept;
    const { createClient } = this.#options.definition;
    const output = await runOnce({
      name: 'create-client',
      entry: createClient.entry,
      args: createClient.args,
      environment: createClient.environment(values),
      root: this.#options.root,
      signal: this.#signal,
    });
    const key = output.trim().split(/\s+/).at(-1) ?? '';
    secrets.keepApiKey(cluster, key);
    return key;
  }

  #addresses({ ports }: ServerContext, adminUrl: string, values: StackValues): Omit<ReadyStack, 'apiKey'> {
    const { services } = this.#options.definition;
    const url = (variable: Parameters<typeof ports.of>[0]): string => `http://127.0.0.1:${ports.of(variable)}`;
    return {
      startedAt: new Date().toISOString(),
      urls: Object.fromEntries(services.flatMap(({ name, api }) => (api ? [[name, url(api.variable)]] : []))),
      opsUrls: Object.fromEntries(services.map(({ name, ops }) => [name, url(ops.variable)])),
      databases: Object.fromEntries(DATABASES.map((database) => [database, databaseUrl(adminUrl, database)])),
      postgresAdminUrl: adminUrl,
      kafkaBrokers: values.brokers,
      topicPrefix: values.topicPrefix,
      secretsFile: this.#folders.secretsFile,
      processes: [],
    };
  }

  /** Writes the file that other programs find the stack by; again after a restart, since a process id has changed. */
  #describe(): void {
    if (!this.#description) return;
    const { apiKey: _secret, ...description } = this.#description;
    const processes = [...this.#processes.values()].map(({ name, pid, logFile }) => ({ name, pid, logFile }));
    writeStackFile(this.#folders.stackFile, { ...description, processes });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Where the stack of a clone keeps its things. */
export function stackHome(root: string): string {
  return join(root, 'var/local');
}
