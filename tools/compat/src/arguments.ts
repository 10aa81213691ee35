/** What the command was asked for. */
import { comparisons, type Comparison } from './comparisons.js';

export interface CompatRequest {
  /** Comparisons of records with the real Debezium. */
  readonly debezium: readonly Comparison[];
  /** Whether topics go through the real JDBC sink. */
  readonly jdbcSink: boolean;
}

const USAGE = `Usage: npm run compat -- [debezium [comparison ...] | jdbc-sink]. Without an argument both. Comparisons: ${comparisons
  .map(({ name }) => name)
  .join(', ')}.`;

/** Arguments that say nothing the command knows; the message is the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Throws UsageError. */
export function parseArguments(args: readonly string[]): CompatRequest {
  const [what, ...names] = args;
  if (what === undefined) return { debezium: comparisons, jdbcSink: true };
  if (what === 'jdbc-sink' && names.length === 0) return { debezium: [], jdbcSink: true };
  const known = names.every((name) => comparisons.some((comparison) => comparison.name === name));
  if (what !== 'debezium' || !known) throw new UsageError(USAGE);
  const wanted = comparisons.filter(({ name }) => names.length === 0 || names.includes(name));
  return { debezium: wanted, jdbcSink: false };
}
