/** Times as integers of microseconds: JavaScript's Date would lose three digits of PostgreSQL's TIMESTAMPTZ. */
import { sql, type RawBuilder } from 'kysely';

const MICROS_PER_MS = 1_000n;
const MS_DIGITS = 'YYYY-MM-DDTHH:mm:ss.sss'.length;

/** `2026-11-24T10:00:00.123456Z`, as the change events write it. */
export function formatMicros(micros: bigint): string {
  const iso = new Date(Number(micros / MICROS_PER_MS)).toISOString();
  return `${iso.slice(0, MS_DIGITS)}${String(micros % MICROS_PER_MS).padStart(3, '0')}Z`;
}

/** Selects a time as text of microseconds since 1970; read it with BigInt. */
export function microsOf(time: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`(extract(epoch FROM ${time}) * 1000000)::bigint`;
}
