/** Writes the payments that the windows are made of, and tells which stretches of time that touched. */
import { sql } from 'kysely';
import { formatDecimal } from '@vf/money';
import type { PaymentFact } from '../domain/payment-fact.js';
import type { FraudTransaction } from './fraud-database.js';

/** Event times at which a sender's windows have other payments in them than before. */
export interface TouchedTimes {
  readonly senderId: string;
  readonly timesUs: readonly bigint[];
}

interface ChangedRow {
  sender_id: string;
  old_time_us: string | null;
  new_time_us: string | null;
}

/**
 * Stores the facts that are newer than what is known; at most one per payment. A change that no window can see (pending
 * becomes success) touches nothing, and neither does a fact that is known already: that is why a replay is silent.
 */
export async function storePayments(tx: FraudTransaction, facts: readonly PaymentFact[]): Promise<TouchedTimes[]> {
  const { rows } = await sql<ChangedRow>`
    WITH stored AS (
      INSERT INTO payment_window AS known
        (payment_id, sender_id, event_time_us, amount, currency, status, row_version, epoch, checkout_id)
      SELECT * FROM unnest(
        ${facts.map((fact) => fact.paymentId)}::uuid[],
        ${facts.map((fact) => fact.senderId)}::uuid[],
        ${facts.map((fact) => fact.timeUs.toString())}::bigint[],
        ${facts.map((fact) => formatDecimal(fact.amount))}::numeric[],
        ${facts.map((fact) => fact.currency)}::text[],
        ${facts.map((fact) => fact.status)}::text[],
        ${facts.map((fact) => fact.rowVersion.toString())}::bigint[],
        ${facts.map((fact) => fact.epoch)}::bigint[],
        ${facts.map((fact) => fact.checkoutId)}::uuid[])
      ON CONFLICT (payment_id) DO UPDATE SET
        event_time_us = excluded.event_time_us, amount = excluded.amount, currency = excluded.currency,
        status = excluded.status, row_version = excluded.row_version, epoch = excluded.epoch,
        checkout_id = excluded.checkout_id
      WHERE (known.epoch, known.row_version) < (excluded.epoch, excluded.row_version)
        -- A deleted row leaves with the version it had.
        OR ((known.epoch, known.row_version) = (excluded.epoch, excluded.row_version) AND excluded.status = 'deleted' AND known.status <> 'deleted')
      RETURNING new.sender_id,
        CASE WHEN old.counted THEN old.event_time_us END AS old_time_us,
        CASE WHEN new.counted THEN new.event_time_us END AS new_time_us,
        (old.amount, old.currency, old.checkout_id) IS DISTINCT FROM (new.amount, new.currency, new.checkout_id) AS revalued
    )
    SELECT sender_id, old_time_us, new_time_us FROM stored
    WHERE old_time_us IS DISTINCT FROM new_time_us OR (revalued AND new_time_us IS NOT NULL)`.execute(tx);
  const touched = new Map<string, bigint[]>();
  for (const row of rows) {
    const times = [row.old_time_us, row.new_time_us].filter((time) => time !== null).map(BigInt);
    touched.set(row.sender_id, [...(touched.get(row.sender_id) ?? []), ...times]);
  }
  return Array.from(touched, ([senderId, timesUs]) => ({ senderId, timesUs }));
}
