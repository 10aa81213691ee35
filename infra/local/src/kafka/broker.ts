import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '../config.js';
import { findJars, type Jars } from '../processes/jars.js';
import { type ManagedProcess, startProcess } from '../processes/managed-process.js';
import type { RunRecords } from '../processes/run-records.js';
import { waitUntilReady } from '../processes/wait-until.js';
import { probeBroker } from './metadata-probe.js';
import { type KafkaSettings, serverProperties } from './settings.js';

const run = promisify(execFile);
const FORMAT_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const CLUSTER_ID_BYTES = 16;
/** Serial collector and first-tier compiler: the smallest memory and the quickest start on a developer's machine. */
const JVM_FLAGS = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'];
const REMEDY = 'Run "npm start" or "npm test", which fetch them, or set KAFKA_BROKERS to a Kafka of your own.';
const LOG_FLAGS = [
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSS",
];

export interface KafkaOptions {
  dataDirectory: string;
  logFile: string;
  port: number;
  controllerPort: number;
  settings: KafkaSettings;
  /** Jars as the bootstrap fetched them; the class archive is kept beside. */
  libDirectory: string;
  checksumFile: string;
  records: RunRecords;
  signal: AbortSignal;
}

export interface RunningKafka {
  process: ManagedProcess;
  brokers: string;
}

/** Starts one Kafka node (data formatted on first use) and waits until it serves clients. */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const jars = await findJars({ ...options, remedy: REMEDY });
  const properties = `${options.dataDirectory}.properties`;
  await mkdir(dirname(options.dataDirectory), { recursive: true });
  await writeFile(properties, serverProperties(options));
  await formatOnce(options, jars, properties);
  const archive = await classArchive(options, jars);
  options.signal.throwIfAborted();
  const process = await startProcess(
    {
      name: 'kafka',
      command: 'java',
      args: [...JVM_FLAGS, ...archive.flags, ...LOG_FLAGS, '-cp', jars.classPath, 'kafka.Kafka', properties],
      env: inheritedEnvironment,
      logFile: options.logFile,
      stopTimeoutMs: STOP_TIMEOUT_MS,
    },
    options.records,
  );
  void process.exited.then(archive.keep);
  await waitUntilReady({
    process,
    probe: () => probeBroker(options.port),
    timeoutMs: START_TIMEOUT_MS,
    signal: options.signal,
  });
  return { process, brokers: `127.0.0.1:${options.port}` };
}

async function formatOnce(options: KafkaOptions, jars: Jars, properties: string): Promise<void> {
  if (await exists(join(options.dataDirectory, 'meta.properties'))) return;
  // Half-formatted by a run that was killed.
  await rm(options.dataDirectory, { recursive: true, force: true });
  const clusterId = randomBytes(CLUSTER_ID_BYTES).toString('base64url');
  // One word with its option: an id that begins with a hyphen, one in 64, would be taken for an option of its own.
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', `--cluster-id=${clusterId}`, '-c', properties];
  try {
    await run('java', ['-XX:TieredStopAtLevel=1', ...LOG_FLAGS, '-cp', jars.classPath, ...format], {
      timeout: FORMAT_TIMEOUT_MS,
    });
  } catch (err) {
    await rm(options.dataDirectory, { recursive: true, force: true });
    const output = (err as { stderr?: string }).stderr?.trim() ?? String(err);
    throw new Error(`Kafka's data directory ${options.dataDirectory} could not be formatted: ${output}`, {
      cause: err,
    });
  }
}

interface ClassArchive {
  flags: string[];
  /** Moves a new archive into place; called when the broker has ended, often just before the launcher does. */
  keep: () => void;
}

/**
 * Class-data sharing: the first broker writes its loaded classes to an archive as it stops, later ones start from it
 * (1.9 s instead of 3.1 s). Made under a name of its own and renamed: two first brokers must not mix their archives.
 */
async function classArchive({ libDirectory }: KafkaOptions, jars: Jars): Promise<ClassArchive> {
  const path = join(dirname(libDirectory), `classes-${jars.fingerprint}.jsa`);
  const quiet = ['-Xshare:auto', '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
  if (await exists(path)) {
    return { flags: [...quiet, `-XX:SharedArchiveFile=${path}`], keep: () => undefined };
  }
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  return {
    flags: [...quiet, `-XX:ArchiveClassesAtExit=${fresh}`],
    keep: () => {
      if (!existsSync(fresh)) return;
      if (existsSync(path)) rmSync(fresh);
      else renameSync(fresh, path);
    },
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
