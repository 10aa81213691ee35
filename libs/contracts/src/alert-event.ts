/** The value of a record on the alerts topic: one fraud alert as it was when the event was committed. */
import { z } from 'zod';

const minorUnits = z.number().int();
const wireId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`));

export const alertEvent = z.object({
  schema_version: z.literal(1),
  /** What happened to the alert; consumers must tolerate new values. */
  event: z.enum(['opened', 'updated', 'merged', 'retracted']).meta({ 'x-extensible-enum': true }),
  /** Rises by one with each event of the alert, so that an older event is told from a newer one. */
  revision: z.number().int().positive(),
  alert_id: wireId('alt'),
  /** Set when a late payment made another alert the canonical one of the same episode. */
  merged_into: wireId('alt').nullable(),
  rule: z.object({
    id: z.string(),
    version: z.number().int(),
    window_ms: z.number().int(),
    max_count: z.number().int(),
    /** `checkout`: legs of one checkout count as one. Not in events from before rules could. */
    count_by: z.enum(['payment', 'checkout']).meta({ 'x-extensible-enum': true }).optional(),
    max_sum: minorUnits,
    currency: z.string(),
  }),
  sender_id: wireId('usr'),
  /** Which limit was passed, and by how much at the worst moment of the episode. */
  finding: z.object({
    legs: z.array(z.enum(['count', 'sum'])),
    peak_count: z.number().int(),
    peak_sum: minorUnits,
    window_start: z.string(),
    window_end: z.string(),
  }),
  /** The payments of the breaching windows, oldest first; the list is capped, `payment_count` is not. */
  payments: z.array(wireId('pay')),
  payment_count: z.number().int(),
  payments_truncated: z.boolean(),
  reason: z.string(),
  /** Event time of the first and last breaching payment. */
  first_breach_at: z.string(),
  last_breach_at: z.string(),
  /** When the service first knew. */
  detected_at: z.string(),
  provenance: z.object({
    topic: z.string(),
    partition: z.number().int(),
    offset: z.string(),
    event_id: z.string(),
  }),
});

export type AlertEvent = z.infer<typeof alertEvent>;
