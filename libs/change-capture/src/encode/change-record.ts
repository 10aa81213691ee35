/** What encoders make of changes. */
import type { RowChange } from '../pgoutput/messages.js';
import type { TransactionLog } from './transaction-log.js';
import type { TransactionStamp } from './transaction-stamp.js';

/** One record for Kafka, with its partition chosen. Its buffers are valid during the call that emits it only. */
export interface ChangeRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  /** null is a tombstone: a compacted topic may forget the key. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Commit time of the transaction. */
  readonly timestampMs: number;
}

/** Where a change stands: in which transaction, at which place of it, at which LSN. Reused from change to change. */
export interface ChangePlace {
  transaction: TransactionStamp;
  /** Counts the transaction's changes from 0, before any filter. */
  ordinal: number;
  /** LSN of the change itself, `X/Y`, as the library gives it. */
  lsn: string;
  /** Only for what a snapshot found: identified by this and the key, instead of by an event id. */
  readonly snapshotIdPrefix?: string;
  /** Numbers the transaction's events, when envelopes and the transaction topic tell them. */
  readonly log?: TransactionLog;
}

/** A table's changes to records; made once per version of a relation. Throws CaptureStop for rows it cannot carry. */
export interface TableEncoder {
  encode(change: RowChange, place: ChangePlace, emit: EmitRecord): void;
  /** The whole table was emptied. */
  truncate(place: ChangePlace, emit: EmitRecord): void;
}

/** A record's buffers are valid during the call only: whoever keeps one copies it. */
export type EmitRecord = (record: ChangeRecord) => void;

/**
 * An event id's index leaves room for two events per change, because an update of the primary key travels as a delete
 * and a create, and consumers drop an id that does not rise. Fixed per change and not per event, so that it does not
 * depend on which tables a pipeline carries.
 */
export const EVENTS_PER_CHANGE = 2;
