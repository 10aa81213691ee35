/** Tables that are found out at each session's start, instead of being known when the process starts. */
import type { TablePlan } from '../encode/table-plan.js';
import type { Relation } from '../pgoutput/messages.js';
import type { DiscoveredTable } from '../source/discover-tables.js';
import type { PipelineOptions } from './pipeline-options.js';

export interface PlannedTables {
  readonly plans: readonly TablePlan[];
  /** Whether a table of the publication without a plan is a fault, and not one that the pipeline leaves out. */
  readonly carriesAll: boolean;
}

/**
 * Asks the source and makes the topics. `announced` are tables that the stream told of and no plan was there for: they
 * joined the publication while the stream ran, or left it since. Throws CaptureStop.
 */
export type TablePlanner = (announced: readonly DiscoveredTable[], signal: AbortSignal) => Promise<PlannedTables>;

/** A pipeline as it is declared. */
export type PipelineSetup = Omit<PipelineOptions, 'tables' | 'carriesAll'> & {
  readonly tables: readonly TablePlan[] | TablePlanner;
};

/** Throws CaptureStop, and what the source or the broker throws when they are away. */
export async function planPipeline(
  setup: PipelineSetup,
  announced: readonly DiscoveredTable[],
  signal: AbortSignal,
): Promise<PipelineOptions> {
  if (typeof setup.tables !== 'function') return { ...setup, tables: setup.tables, carriesAll: false };
  const { plans, carriesAll } = await setup.tables(announced, signal);
  return { ...setup, tables: plans, carriesAll };
}

/** The stream has a table that no plan is there for. Passing: the next session plans again. */
export class UnplannedTable extends Error {
  override readonly name = 'UnplannedTable';
  readonly table: DiscoveredTable;

  constructor(relation: Relation) {
    super(`table ${relation.schema}.${relation.table} came to the stream without a plan, planning again`);
    const { schema, table, columns } = relation;
    // With the full identity every column is marked, which says nothing about the key.
    const key = relation.replicaIdentity === FULL_IDENTITY ? [] : columns.filter(({ inIdentity }) => inIdentity);
    this.table = { schema, table, columns: columns.map(({ name }) => name), key: key.map(({ name }) => name) };
  }
}

const FULL_IDENTITY = 'f';
