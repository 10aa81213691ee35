/** What the command was asked for. */
import { comparisons, type Comparison } from './comparisons.js';

export interface CompatRequest {
  /** Comparisons of records with the real Debezium. */
  readonly debezium: readonly Comparison[];
  /** Debezium's records are written to goldens/ instead of compared with. */
  readonly record: boolean;
  /** Whether topics go through the real JDBC sink. */
  readonly jdbcSink: boolean;
}

const RECORD = '--record';
const USAGE = `Usage: npm run compat -- [debezium [--record] [comparison ...] | jdbc-sink]. Without an argument both. Comparisons: ${comparisons
  .map(({ name }) => name)
  .join(', ')}.`;

/** Arguments that say nothing the command knows; the message is the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Throws UsageError. */
export function parseArguments(args: readonly string[]): CompatRequest {
  const [what, ...rest] = args;
  if (what === undefined) return { debezium: comparisons, record: false, jdbcSink: true };
  if (what === 'jdbc-sink' && rest.length === 0) return { debezium: [], record: false, jdbcSink: true };
  const names = rest.filter((argument) => argument !== RECORD);
  const known = names.every((name) => comparisons.some((comparison) => comparison.name === name));
  if (what !== 'debezium' || !known) throw new UsageError(USAGE);
  const wanted = comparisons.filter(({ name }) => names.length === 0 || names.includes(name));
  return { debezium: wanted, record: rest.includes(RECORD), jdbcSink: false };
}
