import { sql, type RawBuilder } from 'kysely';

/**
 * Selects a time as text of microseconds since 1970; read it with BigInt. JavaScript's Date would lose three digits.
 */
export function microsOf(time: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(extract(epoch FROM ${time}) * 1000000)::bigint`;
}
