import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { givenTestServers, type TestServerUrls, workspaceRoot } from './config.js';
import { stackFolders } from './folders.js';
import { startKafka } from './kafka/broker.js';
import { THROW_AWAY_KAFKA_SETTINGS } from './kafka/settings.js';
import { startPostgres, THROW_AWAY_SETTINGS } from './postgres/server.js';
import { freePorts } from './processes/ports.js';
import { throwAwayHome, type ThrowAwayHome } from './processes/throw-away-home.js';
import { together } from './processes/together.js';

const PASSWORD_BYTES = 4;

export interface TestServers {
  /** To be handed to the tests. */
  environment: TestServerUrls;
  /** Resolves with the name of a server that ended by itself; never when none does. */
  died: Promise<string>;
  /** Stops the servers and removes their data. */
  stop: () => Promise<void>;
}

export interface TestServerOptions {
  /** The clone. Default: the one this file is in. */
  root?: string;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

/**
 * Starts PostgreSQL and Kafka on free ports with throw-away data under var/test, or takes those that VF_TEST_* name.
 * First clears away what runs that were killed left there; runs that are alive are left alone.
 */
export async function startServers(options: TestServerOptions = {}): Promise<TestServers> {
  const given = givenTestServers();
  if (given) return { environment: given, died: new Promise(() => undefined), stop: () => Promise.resolve() };
  const root = options.root ?? workspaceRoot;
  const home = await throwAwayHome(join(root, 'var/test'));
  return startIn(root, home, options.signal ?? new AbortController().signal);
}

async function startIn(root: string, home: ThrowAwayHome, cancelled: AbortSignal): Promise<TestServers> {
  const { records, remove } = home;
  const folders = stackFolders(root, home.folder);
  const [port = 0, kafkaPort = 0, controllerPort = 0] = await freePorts(3);
  const ending = new AbortController();
  const signal = AbortSignal.any([cancelled, ending.signal]);
  const starting = together(
    [
      startPostgres({
        dataDirectory: folders.postgresData,
        logFile: join(folders.logs, 'postgres.log'),
        port,
        superuserPassword: randomBytes(PASSWORD_BYTES).toString('hex'),
        settings: THROW_AWAY_SETTINGS,
        records,
        signal,
      }),
      startKafka({
        dataDirectory: folders.kafkaData,
        logFile: join(folders.logs, 'kafka.log'),
        port: kafkaPort,
        controllerPort,
        settings: THROW_AWAY_KAFKA_SETTINGS,
        libDirectory: folders.kafkaLib,
        checksumFile: folders.kafkaChecksums,
        records,
        signal,
      }),
    ],
    (reason) => ending.abort(reason),
  );
  const [postgres, kafka] = await starting.catch(async (err: unknown) => {
    await remove();
    throw err;
  });
  return {
    environment: { VF_TEST_POSTGRES_URL: postgres.adminUrl, VF_TEST_KAFKA_BROKERS: kafka.brokers },
    died: Promise.race([postgres.process, kafka.process].map((child) => child.exited.then(() => child.name))),
    stop: remove,
  };
}
