/** Ours: the worker as it is deployed, with its default settings. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot } from '@vf/local';
import { SUBJECTS } from './report.js';
import { type CaptureRun, RunningProcess, type Subject } from './subject.js';

const entry = (name: 'main' | 'init') => join(workspaceRoot, 'apps/cdc-worker/dist', `${name}.js`);

const settingsOf = (run: CaptureRun) => ({
  PAYMENTS_DATABASE_URL: run.databaseUrl,
  KAFKA_BROKERS: run.brokers,
  TOPIC_PREFIX: run.prefix,
  SLOT_PREFIX: run.prefix,
  // One family of topics, as for all subjects.
  TOPIC_FAMILIES: 'envelope',
  PII_HASH_KEYS: `bench:${'0'.repeat(64)}`,
});

/** `nodeOptions`: for a profile of the worker. */
export async function vendorflowSubject(nodeOptions: readonly string[] = []): Promise<Subject> {
  const opsPort = await freePort();
  return {
    name: SUBJECTS.ours,
    prepare: async (run) => {
      await new RunningProcess('cdc-worker init', process.execPath, [entry('init')], settingsOf(run)).finished();
    },
    start: (run) =>
      Promise.resolve(
        new RunningProcess('cdc-worker', process.execPath, [...nodeOptions, entry('main')], {
          ...settingsOf(run),
          OPS_PORT: String(opsPort),
        }),
      ),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
