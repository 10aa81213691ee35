/** The row of an alert, and the alert of a row. */
import { sql } from 'kysely';
import { formatDecimal } from '@vf/money';
import type { AlertEvent } from '@vf/contracts';
import type { Alert } from '../domain/alert.js';
import type { VelocityRule } from '../domain/velocity-rule.js';

/** What a query must return for {@link alertOf}: 64-bit integers and sums as text. */
export interface AlertRow {
  id: string;
  sender_id: string;
  state: string;
  merged_into: string | null;
  revision: number;
  first_us: string;
  first_payment_id: string;
  last_us: string;
  last_payment_id: string;
  breaching_payments: number;
  window_payments: number;
  peak_count: number;
  peak_count_at_us: string;
  peak_sum_hundredths: string;
  peak_sum_at_us: string;
  listed_payment_ids: string[];
  detected_at: Date;
}

/** The columns of {@link AlertRow}, of a table named `alert`. */
export const alertColumns = sql.raw(`
  alert.id, alert.sender_id, alert.state, alert.merged_into, alert.revision, alert.first_us, alert.first_payment_id,
  alert.last_us, alert.last_payment_id, alert.breaching_payments, alert.window_payments, alert.peak_count,
  alert.peak_count_at_us, (100 * alert.peak_sum)::bigint AS peak_sum_hundredths, alert.peak_sum_at_us,
  alert.listed_payment_ids, alert.detected_at`);

export function alertOf(row: AlertRow): Alert {
  const base = {
    id: row.id,
    senderId: row.sender_id,
    revision: row.revision,
    detectedAt: row.detected_at,
    episode: {
      first: { timeUs: BigInt(row.first_us), paymentId: row.first_payment_id },
      last: { timeUs: BigInt(row.last_us), paymentId: row.last_payment_id },
      breachingPayments: row.breaching_payments,
      windowPayments: row.window_payments,
      peakCount: { value: row.peak_count, atUs: BigInt(row.peak_count_at_us) },
      peakSum: { value: BigInt(row.peak_sum_hundredths), atUs: BigInt(row.peak_sum_at_us) },
      listedPaymentIds: row.listed_payment_ids,
    },
  };
  switch (row.state) {
    case 'open':
    case 'retracted':
      return { ...base, state: row.state };
    case 'merged':
      if (row.merged_into !== null) return { ...base, state: row.state, mergedInto: row.merged_into };
  }
  throw new Error('an alert row is in a state this version does not know');
}

/** The row as JSON of the table's own columns: 64-bit integers as text, which JSON numbers cannot hold. */
export const alertRowOf = (rule: VelocityRule, alert: Alert, event: AlertEvent) => ({
  id: alert.id,
  rule_id: rule.id,
  rule_version: rule.version,
  sender_id: alert.senderId,
  state: alert.state,
  merged_into: alert.state === 'merged' ? alert.mergedInto : null,
  revision: alert.revision,
  first_us: alert.episode.first.timeUs.toString(),
  first_payment_id: alert.episode.first.paymentId,
  last_us: alert.episode.last.timeUs.toString(),
  last_payment_id: alert.episode.last.paymentId,
  breaching_payments: alert.episode.breachingPayments,
  window_payments: alert.episode.windowPayments,
  peak_count: alert.episode.peakCount.value,
  peak_count_at_us: alert.episode.peakCount.atUs.toString(),
  peak_sum: formatDecimal(alert.episode.peakSum.value),
  peak_sum_at_us: alert.episode.peakSum.atUs.toString(),
  listed_payment_ids: alert.episode.listedPaymentIds,
  detected_at: alert.detectedAt.toISOString(),
  payload: event,
});
