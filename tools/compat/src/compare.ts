/** One comparison: both sides capture the script as it is played. */
import { randomBytes } from 'node:crypto';
import type { Comparison } from './comparisons.js';
import { startDebeziumSide } from './debezium-side.js';
import { differencesOf, type Difference } from './differences.js';
import { play } from './play.js';
import { readScript } from './script.js';
import { createSourceDatabase } from './source-database.js';
import type { Topics } from './topics.js';
import { startWorkerSide } from './worker-side.js';

const NAME_BYTES = 4;

export interface CompatServers {
  readonly adminUrl: string;
  readonly brokers: string;
  readonly topics: Topics;
}

/** Differences between our records and Debezium's. Throws when a side does not capture all of the script. */
export async function compare(comparison: Comparison, servers: CompatServers): Promise<readonly Difference[]> {
  const cases = readScript();
  await using source = await createSourceDatabase(servers.adminUrl, cases, comparison.partitionsByRoot);
  const [ours, theirs] = [slotName('o'), slotName('d')];
  await source.createSlot(theirs);
  await using debezium = await startDebeziumSide(comparison, source, theirs, servers);
  await using capture = await startWorkerSide(comparison, source, ours, servers);
  await play(cases, comparison.name, source, [debezium, capture]);
  return differencesOf(await capture.records(), await debezium.records());
}

/** Also the side's topic prefix; of one length, and found nowhere else in the records. */
const slotName = (side: string) => `${side}${randomBytes(NAME_BYTES).toString('hex')}`;
