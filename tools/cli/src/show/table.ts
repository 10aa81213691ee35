import Table from 'cli-table3';

const plain = { head: [], border: [], compact: true };

/** Rows under a head; numbers are right-aligned by the caller's `aligns`. */
export function listTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly ('left' | 'right')[] = [],
): string {
  const table = new Table({ head: [...head], colAligns: [...aligns], style: plain });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** One thing, a line for each of its facts. */
export function factTable(facts: readonly (readonly [string, string])[]): string {
  const table = new Table({ style: plain });
  for (const fact of facts) table.push([...fact]);
  return table.toString();
}
