/** One Kafka Connect worker in standalone mode with one connector, as a process of its own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  findJars,
  freePorts,
  inheritedEnvironment,
  type ManagedProcess,
  startProcess,
  throwAwayHome,
  type ThrowAwayHome,
  waitUntilReady,
  workspaceRoot,
} from '@vf/local';
import { ConnectorFailed, connectorStatus } from './connector-status.js';
import { processCost, type ProcessCost } from './process-cost.js';
import { propertiesText, type Properties } from './properties.js';

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
/** What connect-standalone.sh of the distribution gives the JVM, so that figures are those of a stock installation. */
const JVM_FLAGS = [
  '-Xms256M',
  '-Xmx2G',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
];
const LOG_FLAGS = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=info',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
];
const REMEDY = 'A command that runs the real Debezium fetches them: start it by npm.';

export interface ConnectWorkerOptions {
  /** Name of the connector and of its log. */
  readonly name: string;
  readonly brokers: string;
  /** Settings of the worker beside the necessary ones, such as converters or `producer.linger.ms`. */
  readonly worker: Properties;
  /** Settings of the connector, `connector.class` included. */
  readonly connector: Properties;
  /** Resolves when the connector does its work; rejects with what is still missing. Default: when its tasks run. */
  readonly isWorking?: () => Promise<void>;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

/** A connector that does its work. */
export interface RunningConnector {
  readonly pid: number;
  readonly logFile: string;
  /** CPU and peak memory since the process began: take it when it works, and again at the end, for the difference. */
  cost(): ProcessCost;
  /** Throws ConnectorFailed when the connector or a task of it has failed; a failed one stays up and does nothing. */
  check(): Promise<void>;
  /** Ends it in order, kills it after 30 s; removes its files, the stored offsets too. The log stays. */
  stop(): Promise<void>;
}

/** Starts a worker and its connector on free ports with everything under var/debezium, and waits until it works. */
export async function startConnectWorker(options: ConnectWorkerOptions): Promise<RunningConnector> {
  const home = await throwAwayHome(join(workspaceRoot, 'var/debezium/runs'));
  try {
    return await startIn(home, options);
  } catch (err) {
    await home.remove();
    throw err;
  }
}

async function startIn(home: ThrowAwayHome, options: ConnectWorkerOptions): Promise<RunningConnector> {
  const jars = await findJars({
    libDirectory: join(workspaceRoot, 'var/debezium/lib'),
    checksumFile: join(workspaceRoot, 'infra/debezium/jars.sha256'),
    remedy: REMEDY,
  });
  const [port = 0] = await freePorts(1);
  const files = await writeSettings(home.folder, port, options);
  const process = await startProcess(
    {
      name: options.name,
      command: 'java',
      args: [
        ...JVM_FLAGS,
        ...LOG_FLAGS,
        '-cp',
        jars.classPath,
        'org.apache.kafka.connect.cli.ConnectStandalone',
        ...files,
      ],
      env: inheritedEnvironment,
      logFile: join(workspaceRoot, 'var/debezium/logs', `${options.name}.log`),
      stopTimeoutMs: STOP_TIMEOUT_MS,
    },
    home.records,
  );
  const check = () => connectorStatus(port, options.name);
  await waitUntilReady({
    process,
    probe: async () => {
      await check();
      await options.isWorking?.();
    },
    timeoutMs: START_TIMEOUT_MS,
    isPermanent: (err) => err instanceof ConnectorFailed,
    signal: options.signal ?? new AbortController().signal,
  });
  return running(process, check, home);
}

function running(process: ManagedProcess, check: () => Promise<void>, home: ThrowAwayHome): RunningConnector {
  return {
    pid: process.pid,
    logFile: process.logFile,
    cost: () => processCost(process.pid),
    check,
    stop: async () => {
      await process.stop();
      await home.remove();
    },
  };
}

/** Writes the two files of a standalone worker and gives their paths, the worker's first. */
async function writeSettings(folder: string, port: number, options: ConnectWorkerOptions): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const worker: Properties = {
    'bootstrap.servers': options.brokers,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(folder, 'offsets'),
    listeners: `http://127.0.0.1:${port}`,
    // Connectors are found by their manifests: reading every class of the class path takes seconds.
    'plugin.discovery': 'service_load',
    ...options.worker,
  };
  const files = { worker, connector: { name: options.name, 'tasks.max': '1', ...options.connector } };
  return Promise.all(
    Object.entries(files).map(async ([name, properties]) => {
      const path = join(folder, `${name}.properties`);
      await writeFile(path, propertiesText(properties), { mode: 0o600 });
      return path;
    }),
  );
}
