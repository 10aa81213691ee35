/** The parts of envelope and headers that all changes of one transaction share, written once at its Begin. */
import { lsnToFixedHex } from '../lsn.js';
import type { Begin, Origin } from '../pgoutput/messages.js';
import { EVENTS_PER_CHANGE } from './change-record.js';
import { jacksonText } from './columns/jackson.js';
import type { FormatOptions } from './format-options.js';

export interface TransactionStamp {
  readonly commitLsn: bigint;
  readonly commitTimeUs: bigint;
  readonly commitTimeMs: number;
  /** null for a message outside of any transaction. */
  readonly xid: number | null;
  /** `eeeeeeee-llllllllllllllll-`: an event id without its index. */
  readonly eventIdPrefix: string;
  /** Members of `source` between those of the table and of the row. */
  readonly source: {
    /** `"ts_ms":…,"snapshot":…,"db":…,"sequence":"[…,\"` up to the row's LSN. */
    readonly beforeSequenceLsn: Buffer;
    /** From there up to the table's names. */
    readonly afterSequenceLsn: Buffer;
    /** `,"txId":…,"lsn":`. */
    readonly beforeLsn: Buffer;
    /** `,"xmin":null,"origin":…,"origin_lsn":…`: the last members without an event id. */
    readonly origin: Buffer;
    /** The same and `,"event_id":"eeeeeeee-llllllllllllllll-`; `,"event_id":null` for what a snapshot found. */
    readonly beforeEventIndex: Buffer;
  };
}

export interface StampContext {
  readonly epoch: number;
  readonly database: string;
  readonly format: FormatOptions;
  /** End of the previous commit of this session, null for its first. */
  readonly previousCommitLsn: bigint | null;
}

const US_PER_MS = 1_000n;

/**
 * `source.snapshot` of a change as Debezium has it: not set, and so what the converter makes of its default; with readable
 * values always told.
 */
export const tellsChanges = (format: FormatOptions) =>
  format['readable.values'] || format['value.converter.replace.null.with.default'];

/** What stands at the head of a transaction, or for a message outside of one. */
export type TransactionHead = Pick<Begin, 'commitLsn' | 'commitTimeUs'> & { readonly xid: number | null };

export function stampTransaction(begin: TransactionHead, context: StampContext): TransactionStamp {
  const timeMs = begin.commitTimeUs / US_PER_MS;
  const eventIdPrefix = `${context.epoch.toString(16).padStart(8, '0')}-${lsnToFixedHex(begin.commitLsn)}-`;
  const previous = context.previousCommitLsn === null ? 'null' : `\\"${String(context.previousCommitLsn)}\\"`;
  const us = String(begin.commitTimeUs);
  const mark = tellsChanges(context.format) ? '"false"' : 'null';
  return {
    commitLsn: begin.commitLsn,
    commitTimeUs: begin.commitTimeUs,
    commitTimeMs: Number(timeMs),
    xid: begin.xid,
    eventIdPrefix,
    source: {
      beforeSequenceLsn: Buffer.from(
        `"ts_ms":${String(timeMs)},"snapshot":${mark},"db":${jacksonText(context.database)},"sequence":"[${previous},\\"`,
      ),
      // Nanoseconds pass 2^53: written as text, never through a number.
      afterSequenceLsn: Buffer.from(`\\"]","ts_us":${us},"ts_ns":${us}000,`),
      beforeLsn: Buffer.from(`,"txId":${String(begin.xid)},"lsn":`),
      ...originMembers(eventIdPrefix, null),
    },
  };
}

/** Values of `source.snapshot` as Debezium writes them; `false` is for changes. */
export type SnapshotMarker =
  'first' | 'first_in_data_collection' | 'true' | 'last_in_data_collection' | 'last' | 'incremental';

/** The stamp of what a snapshot found, at the place of the stream (a commit of our own) where it is published. */
export function stampSnapshot(place: TransactionStamp, marker: SnapshotMarker, database: string): TransactionStamp {
  return {
    ...place,
    source: {
      ...place.source,
      beforeSequenceLsn: Buffer.from(
        `"ts_ms":${String(place.commitTimeMs)},"snapshot":"${marker}","db":${jacksonText(database)},"sequence":"[null,\\"`,
      ),
      // Which transaction wrote the row last is not known, only that it had ended.
      beforeLsn: Buffer.from(',"txId":null,"lsn":'),
      beforeEventIndex: Buffer.from(`${NO_ORIGIN},"event_id":null`),
    },
  };
}

/** The stamp of a transaction that was replicated into the source from elsewhere. */
export function withOrigin(stamp: TransactionStamp, origin: Origin): TransactionStamp {
  return { ...stamp, source: { ...stamp.source, ...originMembers(stamp.eventIdPrefix, origin) } };
}

const NO_ORIGIN = ',"xmin":null,"origin":null,"origin_lsn":null';

function originMembers(eventIdPrefix: string, origin: Origin | null): { origin: Buffer; beforeEventIndex: Buffer } {
  const members = origin
    ? `,"xmin":null,"origin":${jacksonText(origin.name)},"origin_lsn":${String(origin.originLsn)}`
    : NO_ORIGIN;
  return {
    origin: Buffer.from(members),
    beforeEventIndex: Buffer.from(`${members},"event_id":"${eventIdPrefix}`),
  };
}

/** 8 hex digits: the index part of the event id of a change's first (0) or second (1) event. */
export function eventIndexText(ordinal: number, event: 0 | 1): string {
  return (ordinal * EVENTS_PER_CHANGE + event).toString(16).padStart(8, '0');
}
