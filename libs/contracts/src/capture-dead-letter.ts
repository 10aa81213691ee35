import { z } from 'zod';

/**
 * Value of `<p>.dead-letters.capture`: a change that its topic does not have, because the record would be too large or
 * could not be made. Later changes of the same row are in the topic as always.
 */
export const captureDeadLetter = z.object({
  schema_version: z.literal(1),
  pipeline: z.string(),
  /** Readers must tolerate new values. */
  reason: z.enum(['oversize', 'unencodable']).meta({ 'x-extensible-enum': true }),
  /** One sentence. */
  detail: z.string(),
  schema: z.string(),
  table: z.string(),
  /** Where the record would have gone; null when it could not be made. */
  topic: z.string().nullable(),
  partition: z.int().min(0).nullable(),
  event_id: z.string(),
  /** Of the transaction: 16 hex digits. */
  commit_lsn: z.string().regex(/^[0-9a-f]{16}$/),
  commit_ts_ms: z.int(),
  /** The record's key, or its beginning; null without one. */
  key: z.string().nullable(),
  key_truncated: z.boolean(),
  /** Beginning of the value as it would have been published, so that hashed columns are hashed here too. */
  value_start: z.string().nullable(),
  value_truncated: z.boolean(),
  /** What the record would take on the wire, and what its topic takes. */
  record_bytes: z.int().nullable(),
  limit_bytes: z.int().nullable(),
});

export type CaptureDeadLetter = z.infer<typeof captureDeadLetter>;
