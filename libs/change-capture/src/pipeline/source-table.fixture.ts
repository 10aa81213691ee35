/** Tables of a test's own, streamed from the real server in a format of its choice. */
import { expect } from '@jest/globals';
import type { FormatOptions } from '../encode/format-options.js';
import type { MessageTopic } from '../encode/message-encoder.js';
import type { EnvelopeTable } from '../encode/table-plan.js';
import { topicNameOf } from '../encode/topic-name.js';
import { settles } from '../settles.fixture.js';
import type { SourceDatabase } from '../source-database.fixture.js';
import type { CaptureLimits } from './pipeline-options.js';
import { RecordingBroker } from './recording-broker.fixture.js';
import { pipelineOptions, startPipeline, type RunningPipeline } from './running-pipeline.fixture.js';

const PUBLICATION = 'own_capture';
const STEADY_LEASE_MS = 120_000;
const START_LIMIT_MS = 20_000;

export interface OwnTables {
  /** Creates tables; run before the slot is made. */
  readonly ddl: string;
  readonly tables: readonly EnvelopeTable[];
  /** After `CREATE PUBLICATION name`. */
  readonly publish: string;
}

export const ownTable = (table: string, changes: Partial<EnvelopeTable> = {}): EnvelopeTable => ({
  mode: 'envelope',
  schema: 'public',
  table,
  topic: topicNameOf('t', 'public', table),
  partitions: 4,
  key: ['id'],
  ...changes,
});

export async function createTables(source: SourceDatabase, { ddl, publish }: OwnTables): Promise<void> {
  await source.query(`${ddl}; CREATE PUBLICATION ${PUBLICATION} ${publish};
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO capture_service`);
}

export interface StreamingTables extends RunningPipeline {
  readonly broker: RecordingBroker;
}

/** `slotSuffix` tells two streams of one database apart. Streaming when it resolves. */
export async function streamTables(
  source: SourceDatabase,
  { tables }: OwnTables,
  options: {
    readonly format: FormatOptions;
    readonly slotSuffix?: string;
    readonly messages?: MessageTopic;
    readonly transactionTopic?: string;
    readonly limits?: Partial<CaptureLimits>;
    /** Of an earlier stream, to go on from. */
    readonly broker?: RecordingBroker;
  },
): Promise<StreamingTables> {
  const { slotSuffix = '', ...others } = options;
  // A lease that a busy machine outlives: an event that is sent again would be counted twice.
  const limits = { takeoverAfterMs: STEADY_LEASE_MS, ...options.limits };
  const topics = [
    ...tables,
    ...(options.messages ? [options.messages] : []),
    ...(options.transactionTopic === undefined ? [] : [{ topic: options.transactionTopic, partitions: 1 }]),
  ];
  const broker = options.broker ?? new RecordingBroker(topics);
  const running = startPipeline({
    ...others,
    ...pipelineOptions(source, broker, limits),
    format: options.format,
    tables,
    publication: PUBLICATION,
    slot: `${source.slot}${slotSuffix}`,
  });
  await settles(() => expect(running.pipeline.status.phase).toBe('streaming'), START_LIMIT_MS);
  return { ...running, broker };
}
