import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../config.js';
import { stackFolders } from '../folders.js';
import { JarsMissing } from '../processes/jars.js';
import { freePorts } from '../processes/ports.js';
import { RunRecords } from '../processes/run-records.js';
import { startKafka } from './broker.js';
import { probeBroker } from './metadata-probe.js';
import { THROW_AWAY_KAFKA_SETTINGS } from './settings.js';

const TEST_TIMEOUT_MS = 90_000;

describe('startKafka', () => {
  let home: string;
  let records: RunRecords;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'vf-kafka-'));
    records = new RunRecords(join(home, 'run'));
  });
  afterEach(async () => {
    await records.stopAll();
    rmSync(home, { recursive: true });
  });

  async function start(libDirectory?: string) {
    const folders = stackFolders(workspaceRoot, home);
    const [port = 0, controllerPort = 0] = await freePorts(2);
    const running = await startKafka({
      dataDirectory: folders.kafkaData,
      logFile: join(folders.logs, 'kafka.log'),
      port,
      controllerPort,
      settings: THROW_AWAY_KAFKA_SETTINGS,
      libDirectory: libDirectory ?? folders.kafkaLib,
      checksumFile: folders.kafkaChecksums,
      records,
      signal: new AbortController().signal,
    });
    return { ...running, port };
  }

  it(
    'serves, and serves the same cluster again on other ports after it was killed',
    async () => {
      const first = await start();
      await probeBroker(first.port);
      const identity = readFileSync(join(home, 'kafka/meta.properties'), 'utf8');
      first.process.kill();
      await first.process.exited;
      const second = await start();
      await probeBroker(second.port);
      expect(readFileSync(join(home, 'kafka/meta.properties'), 'utf8')).toBe(identity);
      await expect(probeBroker(first.port)).rejects.toThrow('ECONNREFUSED');
    },
    TEST_TIMEOUT_MS,
  );

  it('says what to run when the jars are not there', async () => {
    const start_ = start(join(home, 'empty'));
    await expect(start_).rejects.toThrow(JarsMissing);
    await expect(start_).rejects.toThrow(/Run "npm start" or "npm test".*KAFKA_BROKERS/);
  });
});
