/** Reads and writes consumer_position. Rows are made when a partition is assigned, and only moved by its batches. */
import type { AssignedPartition, StoredPosition } from '@vf/event-bus';
import { type Kysely, type Transaction, sql } from 'kysely';
import type { ConsumerPositionTables } from './consumer-position.js';
import type { Position } from './drop-applied.js';
import { PartitionCountChangedError } from './errors.js';

type Tables = ConsumerPositionTables;

/** Names a row. */
export interface PositionKey {
  readonly groupId: string;
  readonly topic: string;
  readonly incarnation: string;
  readonly partition: number;
}

/**
 * The stored position of every partition given. One that the group never read begins at the log's beginning; one of a
 * topic that was made again too, but keeps its last event id, so that changes emitted again are dropped. Throws
 * PartitionCountChangedError.
 */
export async function takeUpPositions(
  db: Kysely<Tables>,
  groupId: string,
  assigned: readonly AssignedPartition[],
): Promise<StoredPosition[]> {
  return db.transaction().execute(async (tx) => {
    const positions: StoredPosition[] = [];
    for (const partition of assigned) {
      await refuseOtherPartitionCount(tx, groupId, partition);
      const key = {
        groupId,
        topic: partition.topic,
        incarnation: partition.incarnation,
        partition: partition.partition,
      };
      const found = await readPosition(tx, key);
      const position = found ?? (await beginPosition(tx, key, partition));
      positions.push({ topic: key.topic, partition: key.partition, nextOffset: position.nextOffset });
    }
    return positions;
  });
}

/** Locks the row until the transaction ends. Undefined when there is none: the topic was made again since. */
export async function lockPosition(tx: Transaction<Tables>, key: PositionKey): Promise<Position | undefined> {
  return toPosition(await rowOf(tx, key).forUpdate().executeTakeFirst());
}

export async function savePosition(tx: Transaction<Tables>, key: PositionKey, position: Position): Promise<void> {
  await tx
    .updateTable('consumer_position')
    .set({
      next_offset: position.nextOffset.toString(),
      last_event_id: position.lastEventId,
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where('group_id', '=', key.groupId)
    .where('topic', '=', key.topic)
    .where('topic_incarnation', '=', key.incarnation)
    .where('partition', '=', key.partition)
    .execute();
}

async function readPosition(tx: Transaction<Tables>, key: PositionKey): Promise<Position | undefined> {
  return toPosition(await rowOf(tx, key).executeTakeFirst());
}

const rowOf = (tx: Transaction<Tables>, key: PositionKey) =>
  tx
    .selectFrom('consumer_position')
    .select([sql<string>`next_offset::text`.as('next_offset'), 'last_event_id'])
    .where('group_id', '=', key.groupId)
    .where('topic', '=', key.topic)
    .where('topic_incarnation', '=', key.incarnation)
    .where('partition', '=', key.partition);

const toPosition = (row: { next_offset: string; last_event_id: string | null } | undefined): Position | undefined =>
  row && { nextOffset: BigInt(row.next_offset), lastEventId: row.last_event_id };

/**
 * The row of the topic's earlier incarnation becomes the new one's. It is moved, not copied, so that a member that is
 * still in the middle of the old topic finds no row and does nothing.
 */
async function beginPosition(
  tx: Transaction<Tables>,
  key: PositionKey,
  partition: AssignedPartition,
): Promise<Position> {
  await tx
    .updateTable('consumer_position')
    .set({
      topic_incarnation: key.incarnation,
      next_offset: partition.low.toString(),
      updated_at: sql<Date>`clock_timestamp()`,
    })
    .where('group_id', '=', key.groupId)
    .where('topic', '=', key.topic)
    .where('topic_incarnation', '<>', key.incarnation)
    .where('partition', '=', key.partition)
    .execute();
  await tx
    .insertInto('consumer_position')
    .values({
      group_id: key.groupId,
      topic: key.topic,
      topic_incarnation: key.incarnation,
      partition: key.partition,
      partition_count: partition.partitionCount,
      next_offset: partition.low.toString(),
      last_event_id: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const position = await readPosition(tx, key);
  if (!position) throw new Error(`the position of ${key.topic}/${key.partition} is gone as soon as it was made`);
  return position;
}

async function refuseOtherPartitionCount(
  tx: Transaction<Tables>,
  groupId: string,
  { topic, partitionCount }: AssignedPartition,
): Promise<void> {
  const other = await tx
    .selectFrom('consumer_position')
    .select('partition_count')
    .where('group_id', '=', groupId)
    .where('topic', '=', topic)
    .where('partition_count', '<>', partitionCount)
    .limit(1)
    .executeTakeFirst();
  if (other) throw new PartitionCountChangedError(topic, other.partition_count, partitionCount);
}
