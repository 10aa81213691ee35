/** One comparison: both sides capture the script as it is played. */
import { randomBytes } from 'node:crypto';
import type { CapturedRecord } from './captured-record.js';
import type { Comparison } from './comparisons.js';
import { startDebeziumSide } from './debezium-side.js';
import { differencesOf, type Difference } from './differences.js';
import { withoutOwnMessages } from './own-messages.js';
import { play } from './play.js';
import { fromFirstMark } from './first-mark.js';
import { withoutRunValues } from './run-values.js';
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
  const cases = readScript(comparison.script);
  await using source = await createSourceDatabase(servers.adminUrl, cases, comparison.partitionsByRoot);
  const [ours, theirs] = [slotName('o'), slotName('d')];
  if (!comparison.snapshot) await source.createSlot(theirs);
  await using debezium = await startDebeziumSide(comparison, source, theirs, servers);
  await using capture = await startWorkerSide(comparison, source, ours, servers);
  await play(cases, comparison.name, source, [debezium, capture]);
  return differencesOf(await capture.records(), withoutOwnMessages(await debezium.records()));
}

/**
 * Debezium's records of a comparison without what differs from run to run. Ours is not there meanwhile, since its messages
 * would be in the stream.
 */
export async function recordDebezium(comparison: Comparison, servers: CompatServers): Promise<CapturedRecord[]> {
  const cases = readScript(comparison.script);
  await using source = await createSourceDatabase(servers.adminUrl, cases, comparison.partitionsByRoot);
  const theirs = slotName('d');
  if (!comparison.snapshot) await source.createSlot(theirs);
  await using debezium = await startDebeziumSide(comparison, source, theirs, servers);
  await play(cases, comparison.name, source, [debezium]);
  return withoutRunValues(fromFirstMark(await debezium.records()));
}

/** Our records of a comparison, as those of `recordDebezium`. `prefix`: of the topics, and the slot's name; not used before. */
export async function recordOurs(
  comparison: Comparison,
  prefix: string,
  servers: CompatServers,
): Promise<CapturedRecord[]> {
  const cases = readScript(comparison.script);
  await using source = await createSourceDatabase(servers.adminUrl, cases, comparison.partitionsByRoot);
  await using capture = await startWorkerSide(comparison, source, prefix, servers);
  await play(cases, comparison.name, source, [capture]);
  return withoutRunValues(fromFirstMark(await capture.records()));
}

/** Also the side's topic prefix; of one length, and found nowhere else in the records. */
const slotName = (side: string) => `${side}${randomBytes(NAME_BYTES).toString('hex')}`;
