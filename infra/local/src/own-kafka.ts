/** A Kafka of one test's own, which may be killed: one that is shared with others must not be. */
import { join } from 'node:path';
import { workspaceRoot } from './config.js';
import { stackFolders } from './folders.js';
import { startKafka } from './kafka/broker.js';
import { THROW_AWAY_KAFKA_SETTINGS } from './kafka/settings.js';
import { freePorts } from './processes/ports.js';
import { throwAwayHome } from './processes/throw-away-home.js';

export interface OwnKafka extends AsyncDisposable {
  /** `host:port`, the same through all restarts. */
  readonly brokers: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** After `kill`, on the same data; resolves when it serves. */
  restart(): Promise<void>;
}

/** Starts it on throw-away data below var; dispose stops it and removes them. */
export async function startOwnKafka(): Promise<OwnKafka> {
  const { folder, records, remove } = await throwAwayHome(join(workspaceRoot, 'var/test-kafka'));
  const folders = stackFolders(workspaceRoot, folder);
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const start = () =>
    startKafka({
      dataDirectory: folders.kafkaData,
      logFile: join(folders.logs, 'kafka.log'),
      port,
      controllerPort,
      settings: THROW_AWAY_KAFKA_SETTINGS,
      libDirectory: folders.kafkaLib,
      checksumFile: folders.kafkaChecksums,
      records,
      signal: new AbortController().signal,
    });
  try {
    let running = await start();
    return {
      brokers: running.brokers,
      kill: async () => {
        running.process.kill();
        await running.process.exited;
      },
      restart: async () => {
        running = await start();
      },
      [Symbol.asyncDispose]: remove,
    };
  } catch (err) {
    await remove();
    throw err;
  }
}
