/** The real Debezium, as it comes or tuned: docs/benchmarks.md says by which settings. */
import { type Tuning, startDebezium } from '@vf/debezium';
import { PUBLICATION, createSlot } from './payments-source.js';
import { SUBJECTS } from './report.js';
import type { Subject } from './subject.js';

const NAMES: Readonly<Record<Tuning, string>> = { defaults: SUBJECTS.debezium, tuned: SUBJECTS.debeziumTuned };

const slotOf = (prefix: string) => `${prefix}_debezium`;

export function debeziumSubject(tuning: Tuning): Subject {
  return {
    name: NAMES[tuning],
    prepare: ({ databaseUrl, prefix }) => createSlot(databaseUrl, slotOf(prefix)),
    start: async ({ databaseUrl, prefix, brokers }) => {
      const connector = await startDebezium({
        name: prefix,
        databaseUrl,
        brokers,
        slot: slotOf(prefix),
        publication: PUBLICATION,
        topicPrefix: prefix,
        tuning,
      });
      let failed: Error | undefined;
      let stopped: Promise<void> | undefined;
      return {
        pid: connector.pid,
        requireAlive: () => {
          if (failed) throw failed;
          connector.check().catch((err: unknown) => {
            failed = err instanceof Error ? err : new Error(String(err));
          });
        },
        stop: () => (stopped ??= connector.stop()),
      };
    },
  };
}
