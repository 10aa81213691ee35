/** Ours: the worker as it is deployed, with its default settings. */
import { join } from 'node:path';
import { freePorts, workspaceRoot } from '@vf/local';
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
  const [opsPort = 0] = await freePorts(1);
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
