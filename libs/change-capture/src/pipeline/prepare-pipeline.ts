/** A pipeline's source made ready: slot, position and epoch, by a sink of its own. */
import { renderPosition } from '../position/capture-position.js';
import { CaptureStop } from '../capture-stop.js';
import type { OffsetsByPartition, ChangeSink, ScannedRecord } from '../ports.js';
import { prepareSource, type PreparedSource } from '../source/prepare-source.js';
import { pipelineRecord } from './bookkeeping.js';
import { beginningWith } from '../snapshot/snapshot-book.js';
import { noSnapshots, parseSnapshots, snapshotsKey, type StoredSnapshots } from '../snapshot/stored-snapshots.js';
import { epochOf } from '../snapshot/vanished-keys.js';
import { changeTopicsOf, type PipelineOptions } from './pipeline-options.js';

export interface PreparationOptions {
  readonly signal: AbortSignal;
  /** See SourceToPrepare. */
  readonly beginNewEpoch: boolean;
  readonly takesSlot: boolean;
  readonly onHeld: (pid: number) => void;
}

/** Throws CaptureStop when a person must act. */
export async function preparePipeline(
  pipeline: PipelineOptions,
  sink: ChangeSink,
  options: PreparationOptions,
): Promise<PreparedSource> {
  const store = async (key: string, value: string) => {
    const records = sink.accumulate();
    records.append(pipelineRecord(pipeline.positionsTopic, key, value, Date.now()));
    await sink.publish(records);
  };
  return prepareSource({
    ...options,
    pipeline: pipeline.name,
    address: pipeline.address,
    slot: pipeline.slot,
    publication: pipeline.publication,
    failover: pipeline.failover,
    tables: pipeline.tables,
    carriesAll: pipeline.carriesAll ?? false,
    broker: pipeline.broker,
    takeoverAfterMs: pipeline.limits.takeoverAfterMs,
    openTransactionWaitMs: pipeline.limits.openTransactionWaitMs,
    log: pipeline.log,
    fence: () => sink.fence(),
    storePosition: (position) => store(pipeline.name, renderPosition(position)),
    beginSnapshot: async (snapshot) => {
      const before = await storedSnapshots(pipeline);
      const beginning = beginningWith(before, pipeline.tables, { ...snapshot, nowMs: Date.now() });
      await store(snapshotsKey(pipeline.name), JSON.stringify(beginning));
    },
    highestEpoch: () => highestEpoch(pipeline, options.signal),
  });
}

/** Only the numbers given so far are of interest, so a record that can not be read is as good as none. */
async function storedSnapshots(pipeline: PipelineOptions): Promise<StoredSnapshots> {
  const stored = await pipeline.broker.readPosition(snapshotsKey(pipeline.name));
  try {
    return parseSnapshots(pipeline.name, stored);
  } catch {
    return noSnapshots;
  }
}

async function highestEpoch(pipeline: PipelineOptions, signal: AbortSignal): Promise<number> {
  let highest = 0;
  for (const { topic, partitions } of pipeline.tables) {
    for (let partition = 0; partition < partitions; partition += 1) {
      const onRecord = ({ headers }: ScannedRecord) => {
        highest = Math.max(highest, epochOf(headers));
      };
      await pipeline.broker.scanPartition({ topic, partition, from: 0n, onRecord, signal });
    }
  }
  return highest;
}

/** Ends of the pipeline's topics. Throws CaptureStop when a topic has not the partitions that routing counts on. */
export async function readEndOffsets(pipeline: PipelineOptions): Promise<OffsetsByPartition<bigint>> {
  const topics = changeTopicsOf(pipeline);
  const ends = await pipeline.broker.endOffsets([...topics.keys()]);
  for (const [topic, partitions] of topics) {
    const found = ends.get(topic)?.size ?? 0;
    if (found === partitions) continue;
    throw new CaptureStop(
      'partitions-changed',
      `Topic ${topic} has ${String(found)} partitions, its changes are routed over ${String(partitions)}.`,
      'Keys would change their partition and lose their order: give the topic its declared number of partitions.',
    );
  }
  return ends;
}
