import { isoOfMicroseconds, type AlertEvent } from '@vf/contracts';
import { formatDecimal, minorUnitDigits, wireId, type Currency } from '@vf/money';
import type { Alert, AlertChange } from './alert.js';
import { legsPassed, type VelocityRule } from './velocity-rule.js';

/** Where the change that caused an alert event stands in the stream. */
export interface Provenance {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly eventId: string;
}

/** The record an alert change becomes on the alerts topic. */
export function alertEventOf(rule: VelocityRule, { kind, alert }: AlertChange, provenance: Provenance): AlertEvent {
  const { episode } = alert;
  return {
    schema_version: 1,
    event: kind,
    revision: alert.revision,
    alert_id: wireId('alt', alert.id),
    merged_into: alert.state === 'merged' ? wireId('alt', alert.mergedInto) : null,
    rule: ruleFields(rule),
    sender_id: wireId('usr', alert.senderId),
    finding: findingOf(rule, alert),
    payments: episode.listedPaymentIds.map((id) => wireId('pay', id)),
    payment_count: episode.windowPayments,
    payments_truncated: episode.windowPayments > episode.listedPaymentIds.length,
    reason: reasonOf(rule, alert),
    first_breach_at: isoOfMicroseconds(episode.first.timeUs),
    last_breach_at: isoOfMicroseconds(episode.last.timeUs),
    detected_at: alert.detectedAt.toISOString(),
    provenance: {
      topic: provenance.topic,
      partition: provenance.partition,
      offset: provenance.offset.toString(),
      event_id: provenance.eventId,
    },
  };
}

function ruleFields(rule: VelocityRule): AlertEvent['rule'] {
  return {
    id: rule.id,
    version: rule.version,
    window_ms: Number(rule.windowUs / 1_000n),
    max_count: rule.maxCount,
    count_by: rule.countBy,
    max_sum: wholeMinorUnits(rule.maxSum, rule.currency),
    currency: rule.currency,
  };
}

/** The worst window: of the count when that limit was passed, of the sum otherwise. */
function findingOf(rule: VelocityRule, { episode }: Alert): AlertEvent['finding'] {
  const legs = legsPassed(rule, episode.peakCount.value, episode.peakSum.value);
  const worstEndUs = legs.includes('count') ? episode.peakCount.atUs : episode.peakSum.atUs;
  return {
    legs,
    peak_count: episode.peakCount.value,
    peak_sum: wholeMinorUnits(episode.peakSum.value, rule.currency),
    window_start: isoOfMicroseconds(worstEndUs - rule.windowUs),
    window_end: isoOfMicroseconds(worstEndUs),
  };
}

/** One sentence that a person can paste into a case. */
function reasonOf(rule: VelocityRule, { episode }: Alert): string {
  const minutes = rule.windowUs / 60_000_000n;
  const findings = legsPassed(rule, episode.peakCount.value, episode.peakSum.value).map((leg) =>
    leg === 'count'
      ? `${episode.peakCount.value} ${rule.countBy === 'checkout' ? 'purchases' : 'payments'} (limit ${rule.maxCount})`
      : `${rule.currency} ${grouped(episode.peakSum.value, rule.currency)} sent (limit ${grouped(rule.maxSum, rule.currency)})`,
  );
  return `${findings.join(' and ')} within ${minutes} minutes.`;
}

/** `3,180,000` for francs, `41.50` for currencies with cents. */
function grouped(value: bigint, currency: Currency): string {
  const [whole = '', fraction = ''] = formatDecimal(value).split('.');
  const digits = minorUnitDigits[currency];
  const thousands = BigInt(whole).toLocaleString('en-US');
  return digits === 0 ? thousands : `${thousands}.${fraction.slice(0, digits)}`;
}

/**
 * Minor units for display, cut and not refused when a stored amount has a fraction its currency does not know: the
 * judgement used the exact hundredths, and one odd row must not stop a sender's alerts.
 */
function wholeMinorUnits(value: bigint, currency: Currency): number {
  return Number(value / 10n ** BigInt(2 - minorUnitDigits[currency]));
}
