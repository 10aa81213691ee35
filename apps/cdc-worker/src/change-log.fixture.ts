/** Reads the change topics back and judges them as a consumer would. */
import { EVENT_ID_HEADER, SNAPSHOT_ID_HEADER, parseEventId, progressRecord, type ProgressRecord } from '@vf/contracts';
import { readTopic, type TopicRecord } from '@vf/testing';

export const eventIdOf = (record: TopicRecord): string => record.headers[EVENT_ID_HEADER] ?? '';

/** Distinct changes on the topics: both events of a changed key count as one. */
export function distinctChanges(records: readonly TopicRecord[]): number {
  const changes = records.map((record) => {
    const id = parseEventId(eventIdOf(record));
    return `${id.epoch}/${id.commitLsn}/${id.index >> 1}`;
  });
  return new Set(changes).size;
}

export function byPartition(records: readonly TopicRecord[]): Map<string, TopicRecord[]> {
  const partitions = new Map<string, TopicRecord[]>();
  for (const record of records) {
    const name = `${record.topic}/${String(record.partition)}`;
    partitions.set(name, [...(partitions.get(name) ?? []), record]);
  }
  return partitions;
}

/**
 * What a consumer applies: an event id that does not rise within its partition was seen before and is dropped. What a
 * snapshot found counts where it stands.
 */
function applied(records: readonly TopicRecord[]): TopicRecord[] {
  const last = new Map<string, string>();
  return records.filter((record) => {
    if (SNAPSHOT_ID_HEADER in record.headers) return true;
    const partition = `${record.topic}/${String(record.partition)}`;
    const id = eventIdOf(record);
    if (id <= (last.get(partition) ?? '')) return false;
    last.set(partition, id);
    return true;
  });
}

/** Current rows by key text, from the records in their order. */
export function rowsFrom(records: readonly TopicRecord[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const record of applied(records)) {
    if (record.value === null) continue;
    const { after } = JSON.parse(record.value) as { after: Record<string, unknown> | null };
    if (after) rows.set(record.key ?? '', after);
    else rows.delete(record.key ?? '');
  }
  return rows;
}

/** What a compacted topic of flat rows comes to: the newest record of each key, without our own members. */
export function newestRows(records: readonly TopicRecord[]): Map<string, Record<string, unknown>> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const record of records) {
    if (record.value === null) {
      rows.delete(record.key ?? '');
      continue;
    }
    const members = Object.entries(JSON.parse(record.value) as Record<string, unknown>);
    rows.set(record.key ?? '', Object.fromEntries(members.filter(([name]) => !name.startsWith('__'))));
  }
  return rows;
}

export async function readProgress(prefix: string, pipeline: string): Promise<ProgressRecord[]> {
  const records = await readTopic(`${prefix}.progress`);
  return records
    .filter(({ key }) => key === pipeline)
    .map(({ value }) => progressRecord.parse(JSON.parse(value ?? '')));
}

/** The part of the records that a cut consists of. */
export function upToCut(records: readonly TopicRecord[], cut: ProgressRecord): TopicRecord[] {
  return records.filter(({ topic, partition, offset }) => {
    const end = cut.partitions[topic]?.[String(partition)];
    return end !== undefined && offset < BigInt(end);
  });
}
