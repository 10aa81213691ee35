/** The verdict on the sink's tables, as a person reads it. */
import type { SinkCheck } from './compare-databases.js';
import { knownDeviations, type KnownDeviation } from './known-deviations.js';
import { told } from './row-differences.js';

const SHOWN_DIFFERENCES = 40;

/** Prints each check as it comes. True when all were equal but for the known deviations, and each of those occurred. */
export async function tellSinkChecks(
  checks: AsyncIterable<SinkCheck>,
  print: (line: string) => void,
  known: readonly KnownDeviation[] = knownDeviations,
): Promise<boolean> {
  const seen = new Set<KnownDeviation>();
  let equal = true;
  for await (const check of checks) {
    for (const deviation of check.seen) seen.add(deviation);
    for (const difference of check.differences.slice(0, SHOWN_DIFFERENCES)) print(`${check.name}: ${told(difference)}`);
    const left = check.differences.length - SHOWN_DIFFERENCES;
    if (left > 0) print(`${check.name}: and ${left} more.`);
    print(
      `jdbc-sink (${check.name}): ${check.rows} rows in ${check.tables} tables, ${check.differences.length} differences.`,
    );
    equal &&= check.differences.length === 0;
  }
  for (const deviation of known) {
    const place = `${deviation.table}.${deviation.column}`;
    if (seen.has(deviation)) print(`jdbc-sink: known of the sink itself: ${place}: ${deviation.reason}`);
    else print(`jdbc-sink: the known deviation of ${place} does not occur.`);
    equal &&= seen.has(deviation);
  }
  return equal;
}
