import type { ProgressRecord } from '@vf/contracts';
import type { CommitPosition } from './commit-position.js';

/**
 * A state of the source that is here in full: every change up to the commit, and of the entries here only those up to it.
 * A payment's debit and credit travel in different partitions, so "all that has arrived" is no state the source ever had.
 */
export interface Cut extends CommitPosition {
  /** When the source committed it, microseconds since 1970. */
  readonly committedUs: bigint;
}

/** After which commit the stream stood at which offsets. */
export interface ProgressMark extends Cut {
  readonly pipeline: string;
  readonly partitions: ProgressRecord['partitions'];
  /** False while the source is being read anew: the offsets are no state of it then. */
  readonly complete: boolean;
}

/** The offset of the next record to apply, of a partition this service consumes; 0 when none was applied. */
export type AppliedOffsets = (topic: string, partition: number) => bigint;

export function progressMarkOf(record: ProgressRecord): ProgressMark {
  return {
    pipeline: record.pipeline,
    epoch: record.epoch,
    lsn: BigInt(`0x${record.commit_lsn}`),
    committedUs: BigInt(record.commit_ts_us),
    partitions: record.partitions,
    complete: record.snapshot?.complete ?? true,
  };
}

/** Whether the mark says anything about the topics: every pipeline writes its marks to the one topic. */
export function concerns(mark: ProgressMark, topics: ReadonlySet<string>): boolean {
  return Object.keys(mark.partitions).some((topic) => topics.has(topic));
}

/** Whether all that the mark asks of these topics is applied. */
export function isApplied(mark: ProgressMark, topics: ReadonlySet<string>, applied: AppliedOffsets): boolean {
  return Object.entries(mark.partitions)
    .filter(([topic]) => topics.has(topic))
    .every(([topic, ends]) =>
      Object.entries(ends).every(([partition, end]) => applied(topic, Number(partition)) >= BigInt(end)),
    );
}

/**
 * The newest complete mark that is applied, of marks given newest first. Offsets only rise, so all older marks are applied too and
 * a cut never goes back; partitions that are ahead of it do no harm, since reads filter by the commit.
 */
export function selectCut(
  newestFirst: readonly ProgressMark[],
  topics: ReadonlySet<string>,
  applied: AppliedOffsets,
): ProgressMark | undefined {
  return newestFirst.find((mark) => mark.complete && concerns(mark, topics) && isApplied(mark, topics, applied));
}
