/** What a pgoutput stream (protocol version 1) consists of. Ids are unsigned, LSNs and times 64-bit, values raw text. */
import type { Tuple } from './tuple.js';

export interface Begin {
  readonly tag: 'begin';
  /** LSN of the transaction's commit record. */
  readonly commitLsn: bigint;
  /** Microseconds since 1970. */
  readonly commitTimeUs: bigint;
  readonly xid: number;
}

export interface Commit {
  readonly tag: 'commit';
  readonly commitLsn: bigint;
  /** Position after the commit record. */
  readonly endLsn: bigint;
  readonly commitTimeUs: bigint;
}

export interface Origin {
  readonly tag: 'origin';
  readonly originLsn: bigint;
  readonly name: string;
}

export interface RelationColumn {
  readonly name: string;
  /** Part of the replica identity; with REPLICA IDENTITY FULL that is every column, not the primary key. */
  readonly inIdentity: boolean;
  readonly typeOid: number;
  readonly typeModifier: number;
}

export interface Relation {
  readonly tag: 'relation';
  readonly id: number;
  readonly schema: string;
  readonly table: string;
  /** pg_class.relreplident: d default, n nothing, f full, i index. */
  readonly replicaIdentity: string;
  readonly columns: readonly RelationColumn[];
}

export interface TypeName {
  readonly tag: 'type';
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
}

/**
 * A changed row. For speed its tuples point into the receive buffer, which the driver reuses: they are valid only until
 * the handler returns, and whoever keeps a value copies it.
 */
export interface RowChange {
  readonly tag: 'row';
  /** `read` is no change: a row as a snapshot found it. */
  readonly kind: 'insert' | 'update' | 'delete' | 'read';
  readonly relationId: number;
  /** Old row: all of it, or the identity columns only; null when the server did not send one. */
  readonly before: Tuple | null;
  readonly after: Tuple | null;
}

export interface Truncate {
  readonly tag: 'truncate';
  readonly relationIds: readonly number[];
  readonly cascade: boolean;
  readonly restartIdentity: boolean;
}

export interface LogicalMessage {
  readonly tag: 'message';
  readonly transactional: boolean;
  readonly lsn: bigint;
  readonly prefix: string;
  /** A copy of its own. */
  readonly content: Buffer;
}

/** A message as it came, kept while the reader waits for the catalogue: a copy of its own. */
export interface Held {
  readonly tag: 'held';
  readonly bytes: Buffer;
}

/** Bytes that could not be understood. A value, because an exception here would escape into the socket's handler. */
export interface Poison {
  readonly tag: 'poison';
  readonly reason: string;
}

export type PgOutputMessage =
  Begin | Commit | Origin | Relation | TypeName | RowChange | Truncate | LogicalMessage | Held | Poison;
