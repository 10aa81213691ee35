/**
 * A record of the progress topic: after which commit the stream stands at which offsets. A reader that has applied
 * every partition up to these offsets holds exactly the source's state at that commit: a consistent cut, once the
 * snapshot that the topics began with is complete.
 */
import { z } from 'zod';

const hexLsn = z.string().regex(/^[0-9a-f]{16}$/);

export const progressRecord = z.object({
  pipeline: z.string(),
  epoch: z.number().int().positive(),
  /** LSN of the last commit the offsets include, 16 hex digits. */
  commit_lsn: hexLsn,
  /** That commit's time, microseconds since 1970. */
  commit_ts_us: z.number().int(),
  /** Topic, then partition, to its end offset: the offset after the last record of the cut. */
  partitions: z.record(z.string(), z.record(z.string(), z.string().regex(/^\d+$/))),
  /** State of the snapshots; left out by pipelines that never had one. */
  snapshot: z
    .object({
      /** False while rows that the source had before the slot are still to come, or keys that vanished to be deleted. */
      complete: z.boolean(),
      /** The one at work or next in the queue. */
      current: z.object({ number: z.number().int(), kind: z.enum(['initial', 'repair', 'ad-hoc']) }).nullable(),
    })
    .optional(),
});

export type ProgressRecord = z.infer<typeof progressRecord>;
