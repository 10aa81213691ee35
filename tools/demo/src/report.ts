import Table from 'cli-table3';
import pc from 'picocolors';
import { listedDifferences, type Equality } from './equality.js';

/** The table of a proof, and under it each difference by name. */
export function reportOf(equalities: readonly Equality[]): string {
  const table = new Table({
    head: ['what', 'one end', '', 'other end', '', ''],
    colAligns: ['left', 'left', 'right', 'left', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const equality of equalities) {
    const { what, left, right, differences } = equality;
    const verdict = differences.length === 0 ? pc.green('equal') : pc.red(`${differences.length} differ`);
    table.push([what, left.where, left.value, right.where, right.value, verdict]);
  }
  const unequal = equalities.filter((equality) => equality.differences.length > 0);
  const lines = unequal.flatMap((equality) => [
    pc.red(`${equality.what} (${equality.left.where} and ${equality.right.where}) differ:`),
    ...listedDifferences(equality).map((difference) => `  ${difference}`),
  ]);
  return [table.toString(), ...lines].join('\n');
}
