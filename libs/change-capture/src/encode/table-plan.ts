/** Which tables a pipeline carries and how: the part of its configuration that encoders are compiled from. */
import { CaptureStop } from '../capture-stop.js';
import type { Relation } from '../pgoutput/messages.js';

interface CapturedTable {
  readonly schema: string;
  readonly table: string;
  readonly topic: string;
  /** Partitions of the topic; the routing column's hash is taken modulo this. */
  readonly partitions: number;
  /** Column whose text picks the partition; it must never change for a row, or the row's order is lost. */
  readonly routedBy: string;
}

/** A table whose rows have an identity: records are keyed by it. */
export interface KeyedTable extends CapturedTable {
  /** Primary key columns in key order. Not read from the stream: with REPLICA IDENTITY FULL it marks every column. */
  readonly key: readonly string[];
}

/** Every change as an envelope. */
export interface EnvelopeTable extends KeyedTable {
  readonly mode: 'envelope';
}

/** Inserts only, as messages: the value is a column's JSON as it is, the key another column's text. */
export interface OutboxTable extends CapturedTable {
  readonly mode: 'outbox';
  readonly key: string;
  readonly payload: string;
}

export type TablePlan = EnvelopeTable | OutboxTable;

const FULL_IDENTITY = 'f';

/** Place of a column in the relation. Throws CaptureStop when the table does not have it. */
export function columnIndex(relation: Relation, column: string): number {
  const index = relation.columns.findIndex((candidate) => candidate.name === column);
  if (index >= 0) return index;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${nameOf(relation)} has no column ${column}, which its key or routing needs.`,
    'Restore the column, or change the pipeline’s table list to the columns that are there, and start the worker again.',
  );
}

/** Deletes and changed keys need the old row; only the full identity sends the routing column with it. */
export function requireFullIdentity(relation: Relation): void {
  if (relation.replicaIdentity === FULL_IDENTITY) return;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${nameOf(relation)} does not send whole old rows, so a delete could not be routed.`,
    `Run ALTER TABLE ${nameOf(relation)} REPLICA IDENTITY FULL and start the worker again.`,
  );
}

export const nameOf = (relation: { readonly schema: string; readonly table: string }) =>
  `${relation.schema}.${relation.table}`;
