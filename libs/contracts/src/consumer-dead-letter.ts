import { z } from 'zod';

const digits = z.string().regex(/^\d+$/);

/**
 * Headers of a record on `<p>.dead-letters.<group>`, beside those that the refused record had. The value is the refused
 * record's, as it was: any bytes, and not there when they were too many.
 */
export const consumerDeadLetterHeaders = z
  .object({
    /** Where the refused record is. */
    'vf-dlq-topic': z.string(),
    'vf-dlq-partition': digits,
    'vf-dlq-offset': digits,
    'vf-dlq-timestamp-ms': digits,
    /** Its key as text; empty without one. */
    'vf-dlq-key': z.string(),
    /** `not_json`, `schema_mismatch`, `bad_event_id`, the handler's code, an SQLSTATE, or the error's name. */
    'vf-dlq-code': z.string().min(1),
    /** One sentence. */
    'vf-dlq-reason': z.string(),
    /** Transactions that had the record in them. */
    'vf-dlq-attempts': digits,
    /** Who refused it. */
    'vf-dlq-group': z.string().min(1),
    /** Only when the value was too large for a letter: its size. */
    'vf-dlq-value-left-out': z
      .string()
      .regex(/^\d+ bytes$/)
      .optional(),
  })
  .catchall(z.string());

export type ConsumerDeadLetterHeaders = z.infer<typeof consumerDeadLetterHeaders>;
