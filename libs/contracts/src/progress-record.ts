/**
 * A record of the progress topic: after which commit the stream stands at which offsets. A reader that has applied
 * every partition up to these offsets holds exactly the source's state at that commit: a consistent cut.
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
});

export type ProgressRecord = z.infer<typeof progressRecord>;
