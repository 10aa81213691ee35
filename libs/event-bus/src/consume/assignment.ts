/** From "these partitions are yours" to positions that lie in the log. */
import type { ClusterConnection } from '../cluster-connection.js';
import { OffsetOutOfRangeError, TopicMissingError } from '../errors.js';
import type { TopicIdentity } from '../topic-metadata.js';
import type { AssignedPartition, StoredPosition } from './consumed-batch.js';

/** Topic to partitions, as the group's leader gave them out. */
export type MemberAssignment = Readonly<Record<string, readonly number[]>>;

/** Asks the broker how the log of each assigned partition stands. Throws TopicMissingError. */
export async function describeAssignment(
  connection: ClusterConnection,
  identities: ReadonlyMap<string, TopicIdentity>,
  assignment: MemberAssignment,
): Promise<AssignedPartition[]> {
  const described: AssignedPartition[] = [];
  for (const [topic, partitions] of Object.entries(assignment)) {
    if (partitions.length === 0) continue;
    const identity = identities.get(topic);
    if (!identity) throw new TopicMissingError(topic);
    const low = await connection.beginningOffsets(topic);
    const high = await connection.endOffsets(topic);
    for (const partition of partitions) {
      described.push({
        topic,
        incarnation: identity.id,
        partition,
        partitionCount: identity.partitions,
        low: low.get(partition) ?? 0n,
        high: high.get(partition) ?? 0n,
      });
    }
  }
  return described;
}

/**
 * Pairs every assigned partition with its stored position. Throws OffsetOutOfRangeError for one that the log does not
 * hold: going on from the log's end or beginning instead would lose records or apply them twice without a word.
 */
export function positionsInRange(
  assigned: readonly AssignedPartition[],
  stored: readonly StoredPosition[],
): { assigned: AssignedPartition; next: bigint }[] {
  return assigned.map((partition) => {
    const position = stored.find((p) => p.topic === partition.topic && p.partition === partition.partition);
    if (!position) throw new RangeError(`no position was given for ${partition.topic}/${partition.partition}`);
    const { nextOffset } = position;
    if (nextOffset < partition.low || nextOffset > partition.high) {
      throw new OffsetOutOfRangeError(partition.topic, partition.partition, nextOffset, partition.low, partition.high);
    }
    return { assigned: partition, next: nextOffset };
  });
}
