/** Our side of a comparison: the real worker as a process, its topics read back as Debezium's are. */
import { topicNameOf } from '@vf/change-capture';
import { topicCatalogue } from '@vf/contracts';
import type { CaptureSide } from './capture-side.js';
import { SNAPSHOT_LIMITS, type Comparison } from './comparisons.js';
import { MARKER_TABLE, PUBLICATION, type SourceDatabase } from './source-database.js';
import type { Topics } from './topics.js';
import { untilPublished } from './until-published.js';
import { DATABASE_SETTING, startWorker } from './worker-process.js';

const PIPELINE = 'compat';

/** Streams from a slot of its own, named as the topic prefix, until disposed. */
export async function startWorkerSide(
  { name, profile, format, snapshot }: Comparison,
  source: SourceDatabase,
  prefix: string,
  { topics, brokers }: { readonly topics: Topics; readonly brokers: string },
): Promise<CaptureSide> {
  const worker = await startWorker({
    name: `compat-${name}`,
    databaseUrl: source.url,
    brokers,
    topicPrefix: prefix,
    pipelines: [
      {
        name: PIPELINE,
        database: DATABASE_SETTING,
        publication: PUBLICATION,
        slot: prefix,
        format: { profile, ...format },
        messages: true,
        // One partition, as Debezium's topics have.
        topics: { partitions: 1 },
      },
    ],
    settings: {
      SNAPSHOT_TABLES: String(SNAPSHOT_LIMITS.snapshotTables),
      SNAPSHOT_CHUNK_ROWS: String(SNAPSHOT_LIMITS.snapshotChunkRows),
    },
  });
  const { progress, capturePositions } = topicCatalogue(prefix);
  const check = () => worker.check();
  const published = { topics, topic: progress.name, pipeline: PIPELINE, check, logFile: worker.logFile };
  // The first marker row is to be a change.
  if (snapshot) await untilPublished({ ...published, isPublished: () => true });
  const marker = topicNameOf(prefix, 'public', MARKER_TABLE);
  return {
    untilMarked: async (mark) => {
      await topics.untilRecords(marker, mark, check);
      // Other topics of the same publish may follow the marker's.
      const isPublished = ({
        partitions,
      }: {
        partitions: Readonly<Record<string, Readonly<Record<string, string>>>>;
      }) => Number(partitions[marker]?.['0'] ?? 0) >= mark;
      await untilPublished({ ...published, isPublished });
    },
    // Dead letters stay in: the other side has none.
    records: () => topics.read(prefix, [progress.name, capturePositions.name]),
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}
