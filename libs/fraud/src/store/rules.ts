import { isCurrency, parseDecimal } from '@vf/money';
import { countBys, type VelocityRule } from '../domain/velocity-rule.js';
import type { FraudDatabase } from './fraud-database.js';

/** The rule a service judges by is missing, or says something it cannot judge by. Nothing is judged until it is mended. */
export class RuleUnusable extends Error {
  override readonly name = 'RuleUnusable';
}

const MICROSECONDS_PER_MS = 1_000n;

/** The newest version of a velocity rule. Throws RuleUnusable. */
export async function newestRule(db: FraudDatabase, id: string): Promise<VelocityRule> {
  const row = await db
    .selectFrom('rule')
    .select(['id', 'version', 'window_ms', 'max_count', 'max_sum', 'currency', 'count_by', 'exempt_sender_ids'])
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new RuleUnusable(`There is no rule "${id}" in the database.`);
  if (!isCurrency(row.currency)) throw new RuleUnusable(`Rule "${id}" sums in an unknown currency.`);
  const countBy = countBys.find((known) => known === row.count_by);
  if (!countBy) throw new RuleUnusable(`Rule "${id}" counts by something unknown.`);
  return {
    id: row.id,
    version: row.version,
    windowUs: BigInt(row.window_ms) * MICROSECONDS_PER_MS,
    maxCount: row.max_count,
    countBy,
    maxSum: parseDecimal(row.max_sum),
    currency: row.currency,
    exemptSenderIds: new Set(row.exempt_sender_ids),
  };
}
