/**
 * The identity of a row that a snapshot found, or of a delete that a repair found: (epoch, snapshot number, table, key).
 * Such a record is no change of the log: it has this instead of an event id, and comes again with the same id when the
 * worker was killed. At the place of its partition where it stands it is the newest that is known of its key.
 */
export interface SnapshotId {
  /** That of the event ids at the time the snapshot was asked for. */
  readonly epoch: number;
  /** Counts a pipeline's snapshots. */
  readonly snapshot: number;
  /** `schema.table`. */
  readonly table: string;
  /** The record's key. */
  readonly key: string;
}

/** Kafka header that carries it. */
export const SNAPSHOT_ID_HEADER = 'vf-snapshot-id';

const TEXT = /^([0-9a-f]{8})-([0-9a-f]{8})-([^\s/]+)\/(.*)$/s;

/** `00000001-00000001-public.wallets/{"id":"..."}`: what comes before the key, which all rows of a table share. */
export function snapshotIdPrefix(id: Omit<SnapshotId, 'key'>): string {
  return `${hex(id.epoch)}-${hex(id.snapshot)}-${encodeURIComponent(id.table)}/`;
}

/** Throws RangeError when the text is not a snapshot id. */
export function parseSnapshotId(text: string): SnapshotId {
  const [, epoch, snapshot, table, key] = TEXT.exec(text) ?? [];
  if (epoch === undefined || snapshot === undefined || table === undefined || key === undefined) {
    throw new RangeError(`not a snapshot id: ${text.slice(0, 40)}`);
  }
  return { epoch: parseInt(epoch, 16), snapshot: parseInt(snapshot, 16), table: decodeURIComponent(table), key };
}

const hex = (value: number) => value.toString(16).padStart(8, '0');
