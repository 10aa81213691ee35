/** The real Debezium's side of a comparison. */
import { topicNameOf } from '@vf/change-capture';
import { startDebezium } from '@vf/debezium';
import type { CaptureSide } from './capture-side.js';
import { debeziumSettings, type Comparison } from './comparisons.js';
import { MARKER_TABLE, PUBLICATION, type SourceDatabase } from './source-database.js';
import type { Topics } from './topics.js';

/** Has no effect on what is written, only on when. */
const QUICK = { 'poll.interval.ms': '10' };

export async function startDebeziumSide(
  comparison: Comparison,
  source: SourceDatabase,
  slot: string,
  { topics, brokers }: { topics: Topics; brokers: string },
): Promise<CaptureSide> {
  const { worker, connector } = debeziumSettings(comparison.format);
  const running = await startDebezium({
    name: `compat-${comparison.name}`,
    databaseUrl: source.url,
    brokers,
    slot,
    publication: PUBLICATION,
    topicPrefix: slot,
    worker,
    connector: { ...QUICK, ...connector, 'snapshot.mode': comparison.snapshot ? 'initial' : 'no_data' },
  });
  return {
    untilMarked: (mark) => topics.untilRecords(topicNameOf(slot, 'public', MARKER_TABLE), mark, () => running.check()),
    records: () => topics.read(slot),
    [Symbol.asyncDispose]: () => running.stop(),
  };
}
