/**
 * A pipeline's snapshots as they are recorded: which were asked for and how far each is. One record in the compacted
 * positions topic, under a key of its own; written after the rows it speaks of are acknowledged, so that a worker that
 * was killed reads at most some chunks again.
 */
import { z } from 'zod';
import { CaptureStop } from '../capture-stop.js';

const keyValues = z.array(z.string());

const storedTable = z.object({
  schema: z.string(),
  table: z.string(),
  /** First and last key asked for, included. */
  from: keyValues.optional(),
  to: keyValues.optional(),
  /** The last key that was there when the table was begun: later ones are streamed. Null when there was none. */
  until: keyValues.nullable().optional(),
  /** The last key that is done; null before the first chunk. */
  cursor: keyValues.nullable(),
  rows_done: z.number().int(),
  rows_estimated: z.number().nullable(),
  done: z.boolean(),
  /** `topic/partition` of those in which vanished keys have been deleted; repair only. */
  swept: z.array(z.string()),
});

const storedSnapshot = z.object({
  number: z.number().int().min(1).max(0xffff_ffff),
  /** In which it was asked for: leads the ids of its rows. */
  epoch: z.number().int().min(1),
  kind: z.enum(['initial', 'repair', 'ad-hoc']),
  state: z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'failed']),
  detail: z.string(),
  requested_at_ms: z.number(),
  started_at_ms: z.number().nullable(),
  finished_at_ms: z.number().nullable(),
  tables: z.array(storedTable),
});

export const storedSnapshots = z.object({
  schema_version: z.literal(1),
  next_number: z.number().int().min(1),
  snapshots: z.array(storedSnapshot),
});

export type StoredTable = z.infer<typeof storedTable>;
export type StoredSnapshot = z.infer<typeof storedSnapshot>;
export type StoredSnapshots = z.infer<typeof storedSnapshots>;

export const noSnapshots: StoredSnapshots = { schema_version: 1, next_number: 1, snapshots: [] };

/** Key of a pipeline's record in the positions topic. */
export const snapshotsKey = (pipeline: string) => `${pipeline}/snapshots`;

/** Throws CaptureStop when the text is not such a record. */
export function parseSnapshots(pipeline: string, text: string | undefined): StoredSnapshots {
  if (text === undefined) return noSnapshots;
  const parsed = storedSnapshots.safeParse(jsonOrUndefined(text));
  if (parsed.success) return parsed.data;
  throw new CaptureStop(
    'position-unreadable',
    `The record of the snapshots of pipeline ${pipeline} can not be read.`,
    'Find out what else writes to the positions topic; once it is empty of that, begin a new epoch (docs/capture.md).',
  );
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
