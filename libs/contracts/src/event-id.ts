/**
 * The identity of a committed change: (epoch, commit LSN, index in the transaction). The row's own LSN is no identity:
 * COPY puts many rows at one LSN, and after a failover lower LSNs come again, which is what the epoch is for.
 */
export interface EventId {
  /** Rises by one when system, timeline or slot changes, so that lower LSNs are never taken for old ones. */
  readonly epoch: number;
  /** LSN of the transaction's commit record. */
  readonly commitLsn: bigint;
  /**
   * Position of the change in its transaction, counted before any filter. Each change takes two numbers, because an
   * update of the primary key travels as two events.
   */
  readonly index: number;
}

const TEXT = /^([0-9a-f]{8})-([0-9a-f]{16})-([0-9a-f]{8})$/;

/** Fixed width and lower case, so that comparing texts compares ids: `00000001-000000000152a4c8-00000002`. */
export function formatEventId(id: EventId): string {
  return `${hex(id.epoch, 8)}-${hex(id.commitLsn, 16)}-${hex(id.index, 8)}`;
}

/** Throws RangeError when the text is not an event id. */
export function parseEventId(text: string): EventId {
  const match = TEXT.exec(text);
  if (!match) throw new RangeError(`not an event id: ${text.slice(0, 40)}`);
  const [, epoch = '', commitLsn = '', index = ''] = match;
  return { epoch: parseInt(epoch, 16), commitLsn: BigInt(`0x${commitLsn}`), index: parseInt(index, 16) };
}

const hex = (value: number | bigint, width: number) => value.toString(16).padStart(width, '0');

/** Kafka header that carries the event id of a change. */
export const EVENT_ID_HEADER = 'vf-event-id';

/** Header: JSON array of the columns that the source did not send with a change, because their values did not change. */
export const UNSENT_COLUMNS_HEADER = 'vf-unsent-columns';

/**
 * Header while PII keys are being changed: JSON object from each hash in the value to the same value's hashes under the
 * older keys.
 */
export const OLDER_HASHES_HEADER = 'vf-older-hashes';
