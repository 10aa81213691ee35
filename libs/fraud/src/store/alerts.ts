/** Alerts as they stand, and the outbox of what was told about them. */
import { sql } from 'kysely';
import type { AlertEvent } from '@vf/contracts';
import { MAX_LISTED_PAYMENTS, type Alert } from '../domain/alert.js';
import type { Episode } from '../domain/episode.js';
import type { Span } from '../domain/touched-spans.js';
import type { VelocityRule } from '../domain/velocity-rule.js';
import { alertColumns, alertOf, alertRowOf, type AlertRow } from './alert-rows.js';
import type { FraudTransaction } from './fraud-database.js';
import type { SenderSpan } from './span-readings.js';

/** The open alerts of each sender that reach into its stretch of event time. */
export async function openAlertsWithin(
  tx: FraudTransaction,
  rule: VelocityRule,
  stretches: readonly SenderSpan[],
): Promise<Alert[]> {
  const { rows } = await sql<AlertRow>`
    SELECT DISTINCT ${alertColumns}
    FROM unnest(
      ${stretches.map(({ senderId }) => senderId)}::uuid[],
      ${stretches.map(({ span }) => span.fromUs.toString())}::bigint[],
      ${stretches.map(({ span }) => span.toUs.toString())}::bigint[]) AS stretch (sender_id, from_us, to_us)
    JOIN alert ON alert.sender_id = stretch.sender_id AND alert.state = 'open'
      AND alert.rule_id = ${rule.id} AND alert.rule_version = ${rule.version}
      AND alert.last_us >= stretch.from_us AND alert.first_us <= stretch.to_us`.execute(tx);
  return rows.map(alertOf);
}

/** The alerts of these ids that exist, whatever their state. */
export async function alertsOfIds(tx: FraudTransaction, ids: readonly string[]): Promise<Alert[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<AlertRow>`
    SELECT ${alertColumns} FROM alert WHERE id = ANY(${ids}::uuid[])`.execute(tx);
  return rows.map(alertOf);
}

/** For each episode the payments of its windows, oldest first, at most {@link MAX_LISTED_PAYMENTS}. */
export async function listPayments(
  tx: FraudTransaction,
  rule: VelocityRule,
  episodes: readonly { readonly senderId: string; readonly episode: Episode }[],
): Promise<string[][]> {
  if (episodes.length === 0) return [];
  const stretches: SenderSpan[] = episodes.map(({ senderId, episode }) => ({
    senderId,
    span: evidenceSpan(rule, episode),
  }));
  const { rows } = await sql<{ ids: string[] }>`
    SELECT ARRAY(
      SELECT payment_id::text FROM payment_window AS w
      WHERE w.counted AND w.sender_id = stretch.sender_id AND w.event_time_us BETWEEN stretch.from_us AND stretch.to_us
      ORDER BY event_time_us, payment_id LIMIT ${MAX_LISTED_PAYMENTS}) AS ids
    FROM unnest(
      ${stretches.map(({ senderId }) => senderId)}::uuid[],
      ${stretches.map(({ span }) => span.fromUs.toString())}::bigint[],
      ${stretches.map(({ span }) => span.toUs.toString())}::bigint[]
    ) WITH ORDINALITY AS stretch (sender_id, from_us, to_us, n)
    ORDER BY n`.execute(tx);
  return rows.map((row) => row.ids);
}

/** Where the payments of an episode's windows lie. */
const evidenceSpan = (rule: VelocityRule, episode: Episode): Span => ({
  fromUs: episode.first.timeUs - rule.windowUs,
  toUs: episode.last.timeUs,
});

/** An alert as it is now, and what is told about it. */
export interface ToldAlert {
  readonly alert: Alert;
  readonly event: AlertEvent;
}

/** Stores the alerts and appends what is told to the outbox; both become visible with the transaction's commit. */
export async function storeAlerts(tx: FraudTransaction, rule: VelocityRule, told: readonly ToldAlert[]): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ alert, event }) => alertRowOf(rule, alert, event));
  await sql`
    INSERT INTO alert SELECT * FROM jsonb_populate_recordset(NULL::alert, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, merged_into = excluded.merged_into, revision = excluded.revision,
      first_us = excluded.first_us, first_payment_id = excluded.first_payment_id,
      last_us = excluded.last_us, last_payment_id = excluded.last_payment_id,
      breaching_payments = excluded.breaching_payments, window_payments = excluded.window_payments,
      peak_count = excluded.peak_count, peak_count_at_us = excluded.peak_count_at_us,
      peak_sum = excluded.peak_sum, peak_sum_at_us = excluded.peak_sum_at_us,
      listed_payment_ids = excluded.listed_payment_ids, payload = excluded.payload`.execute(tx);
  const events = told.map(({ alert, event }) => ({
    alert_id: event.alert_id,
    sender_id: alert.senderId,
    payload: event,
  }));
  await sql`
    INSERT INTO alert_event (alert_id, sender_id, payload)
    SELECT alert_id, sender_id, payload
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS told (alert_id text, sender_id uuid, payload jsonb)`.execute(
    tx,
  );
}
