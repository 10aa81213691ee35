/** Which tables a pipeline carries and how: the part of its configuration that encoders are compiled from. */
import { CaptureStop } from '../capture-stop.js';
import type { Relation } from '../pgoutput/messages.js';
import type { PiiPlan } from '../pii/pii-plan.js';

interface CapturedTable {
  readonly schema: string;
  readonly table: string;
  readonly topic: string;
  /** Partitions of the topic; the routing column's hash is taken modulo this. */
  readonly partitions: number;
}

/** A table whose rows have an identity: records are keyed by it. */
export interface KeyedTable extends CapturedTable {
  /**
   * Primary key columns in key order, or others that identify a row; none for a table without a key. Not read from the
   * stream: with REPLICA IDENTITY FULL it marks every column.
   */
  readonly key: readonly string[];
  /**
   * Column whose text picks the partition; it must never change for a row, or the row's order is lost. Without one the
   * key's bytes pick it, and without a key everything goes to partition 0.
   */
  readonly routedBy?: string;
  /** Personal data in it; needs the pipeline's PII keys. */
  readonly pii?: PiiPlan;
}

/** Every change as an envelope. */
export interface EnvelopeTable extends KeyedTable {
  readonly mode: 'envelope';
}

/** The current row, flat, for a compacted topic: the newest record of a key is the row as it is. */
export interface RowsTable extends KeyedTable {
  readonly mode: 'rows';
}

/** Inserts only, as messages: the value is a column's JSON as it is, the key another column's text. */
export interface OutboxTable extends CapturedTable {
  readonly mode: 'outbox';
  readonly key: string;
  readonly payload: string;
  readonly routedBy: string;
}

export type TablePlan = EnvelopeTable | RowsTable | OutboxTable;

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

/**
 * A delete must be keyed and routed by what the server sends of the old row. A table without a replica identity has no
 * deletes to send: the source refuses them.
 */
export function requireRoutableIdentity(relation: Relation, table: KeyedTable): void {
  if (!relation.columns.some(({ inIdentity }) => inIdentity)) return;
  const needed = [...table.key, ...(table.routedBy === undefined ? [] : [table.routedBy])];
  const lacking = relation.columns.find(({ name, inIdentity }) => !inIdentity && needed.includes(name));
  if (lacking === undefined) return;
  throw new CaptureStop(
    'relation-unusable',
    `Table ${nameOf(relation)} does not send ${lacking.name} with old rows, so a delete could not be keyed or routed.`,
    `Run ALTER TABLE ${nameOf(relation)} REPLICA IDENTITY FULL, or key and route the table by its identity, and start the worker again.`,
  );
}

/** What a pipeline makes of a table: one plan for each family that carries it. */
export const plansOf = (
  plans: readonly TablePlan[],
  { schema, table }: { readonly schema: string; readonly table: string },
) => plans.filter((plan) => plan.schema === schema && plan.table === table);

export const nameOf = (relation: { readonly schema: string; readonly table: string }) =>
  `${relation.schema}.${relation.table}`;
