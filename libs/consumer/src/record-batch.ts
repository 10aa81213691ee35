/** What a handler gets, and how a topic is tied to it. */
import type { Transaction } from 'kysely';

/** A change or message that passed its topic's schema. */
export interface ConsumedRecord<T> {
  readonly offset: bigint;
  /** Kafka's timestamp of the record, milliseconds since 1970. */
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: T;
  readonly headers: Readonly<Record<string, string>>;
  /** Identity of the change; null for records that are not changes (progress, what a snapshot found). */
  readonly eventId: string | null;
  /**
   * Identity of what a snapshot found. It is the newest that is known of its key at this place of the partition, but an
   * epoch may have begun with it: a repaired source can have gone back behind what is stored.
   */
  readonly snapshotId: string | null;
}

/** Records of one partition in order; never empty, without tombstones and without what was applied before. */
export interface RecordBatch<T> {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumedRecord<T>[];
}

/** The transaction that the effects belong to, and where the position will be when it commits. */
export interface BatchContext<DB> {
  readonly tx: Transaction<DB>;
  readonly topic: string;
  readonly partition: number;
  readonly topicIncarnation: string;
  /** The offset after this batch. */
  readonly nextOffset: bigint;
  /** Of the last change of this batch, or before it when the batch has none. */
  readonly lastEventId: string | null;
}

export type BatchHandler<DB, T> = (batch: RecordBatch<T>, context: BatchContext<DB>) => Promise<void>;

/** The part of a zod schema that consuming needs. */
export interface RecordSchema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; code: string }[] } };
}

/** One line of the registration table: topic, schema, handler, failure policy. */
export interface BatchRoute<DB, T = unknown> {
  readonly topic: string;
  /** Of the value, which is JSON. */
  readonly schema: RecordSchema<T>;
  /** Left out when a Nest controller has `@EventPattern(topic)`. */
  readonly handle?: BatchHandler<DB, T>;
  /** What becomes of a record that can never be applied. */
  readonly poison: 'dead-letter' | 'stop';
}

/** Ties the handler's record type to the schema's, then forgets it so that routes of different topics fit one table. */
export function batchRoute<DB, T>(route: BatchRoute<DB, T>): BatchRoute<DB> {
  return route as BatchRoute<DB>;
}
