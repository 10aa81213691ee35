import { parseEventId, parseSnapshotId } from '@vf/contracts';

/** A commit's place in the source's log. The epoch leads: after a failover lower LSNs come again. */
export interface CommitPosition {
  readonly epoch: number;
  readonly lsn: bigint;
}

/** Negative, zero or positive, for sorting. */
export function compareCommits(a: CommitPosition, b: CommitPosition): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  return a.lsn === b.lsn ? 0 : a.lsn < b.lsn ? -1 : 1;
}

/** The commit that a change belongs to. Throws RangeError when the text is no event id. */
export function commitOfEventId(eventId: string): CommitPosition {
  const { epoch, commitLsn } = parseEventId(eventId);
  return { epoch, lsn: commitLsn };
}

/**
 * The commit by which what a snapshot found was so: that of the mark in the stream at which it was published. Throws
 * RangeError when the text is no snapshot id or the place is not known.
 */
export function commitOfSnapshot(snapshotId: string, sourceLsn: number | null): CommitPosition {
  if (sourceLsn === null) throw new RangeError('a snapshot row does not tell its place in the log');
  return { epoch: parseSnapshotId(snapshotId).epoch, lsn: BigInt(sourceLsn) };
}

const LOW_BITS = 32n;
const LOW_MASK = 0xffff_ffffn;
const LSN = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** As PostgreSQL writes it: `16/B374D848`. */
export function formatLsn(lsn: bigint): string {
  return `${(lsn >> LOW_BITS).toString(16)}/${(lsn & LOW_MASK).toString(16)}`.toUpperCase();
}

/** Reads PostgreSQL's form. Throws RangeError on anything else. */
export function parseLsn(text: string): bigint {
  const [, high = '', low = ''] = LSN.exec(text) ?? [];
  if (high === '') throw new RangeError(`not an LSN: ${text.slice(0, 40)}`);
  return (BigInt(`0x${high}`) << LOW_BITS) | BigInt(`0x${low}`);
}
