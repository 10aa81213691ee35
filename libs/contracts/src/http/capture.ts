/** What the change-capture worker's admin API takes and answers. Times are ISO 8601; LSNs as PostgreSQL writes them. */
import { z } from 'zod';
import { timeField } from './fields.js';

const MAX_KEY_COLUMNS = 32;
const MAX_TABLES = 1_000;
const count = z.int().min(0);
const lsn = z.string().meta({ example: '0/1A2B3C8' });

const keyValues = z.array(z.string()).min(1).max(MAX_KEY_COLUMNS).meta({
  description: 'Texts of the primary key’s columns, in the order of the key.',
});

/** Tables to publish again, whole or by a range of keys whose ends are included. */
export const captureSnapshotRequest = z
  .strictObject({
    tables: z.union([
      z.literal('all'),
      z
        .array(
          z.strictObject({
            schema: z.string().min(1),
            table: z.string().min(1),
            from: keyValues.optional(),
            to: keyValues.optional(),
          }),
        )
        .min(1)
        .max(MAX_TABLES),
    ]),
  })
  .meta({ id: 'CaptureSnapshotRequest' });

export const captureSnapshot = z
  .object({
    object: z.literal('snapshot'),
    number: z.int().min(1),
    kind: z.enum(['initial', 'repair', 'ad-hoc']),
    state: z.enum(['queued', 'running', 'paused', 'done', 'stopped', 'failed']),
    detail: z.string(),
    requested_at: timeField,
    started_at: timeField.nullable(),
    finished_at: timeField.nullable(),
    rows_done: count,
    rows_estimated: z.number().nullable(),
    rows_per_second: z.number(),
    seconds_left: z.number().nullable(),
    tables: z.array(
      z.object({
        schema: z.string(),
        table: z.string(),
        done: z.boolean(),
        rows_done: count,
        rows_estimated: z.number().nullable(),
        last_key: z.array(z.string()).nullable(),
      }),
    ),
  })
  .meta({ id: 'CaptureSnapshot' });

export const captureSnapshots = z.object({ data: z.array(captureSnapshot) });

export const captureStatus = z
  .object({
    object: z.literal('capture_pipeline'),
    name: z.string(),
    phase: z.enum(['starting', 'waiting-for-slot', 'streaming', 'paused', 'stopped']),
    paused: z.boolean(),
    detail: z.string().meta({ description: 'One sentence for the operator.' }),
    stop: z
      .object({
        code: z
          .string()
          .meta({ description: 'Stable; see the typed stops of docs/capture.md.', example: 'slot-missing' }),
        repair: z.string().meta({ description: 'What to do, the command included.' }),
      })
      .nullable()
      .meta({ description: 'Why the pipeline stopped, and null while it has not.' }),
    epoch: count,
    published_lsn: lsn,
    last_change_at: timeField.nullable(),
    lag_bytes: count.meta({ description: 'The source’s log that is not yet confirmed as published.' }),
    lag_ms: count,
    slot: z.object({
      name: z.string(),
      wal_status: z.string().meta({ description: 'Empty before it was measured.' }),
      kept_bytes: count,
      safe_bytes: z.number().nullable().meta({ description: 'May still be written before the slot is lost.' }),
      risk: z.string().nullable(),
    }),
    rates: z.object({ records_per_second: z.number(), transactions_per_second: z.number() }).meta({
      description: 'Over the last ten seconds.',
    }),
    totals: z
      .object({ rows: count, records: count, transactions: count, dead_letters: count, reconnects: count })
      .meta({ description: 'Since the process began.' }),
    queued_bytes: count,
    process_memory_bytes: count.meta({ description: 'Resident memory of the worker, all pipelines together.' }),
    snapshots_waiting: count,
  })
  .meta({ id: 'CapturePipeline' });

export const captureStatuses = z.object({ data: z.array(captureStatus) });

/** The position in the broker, from which another worker would go on. */
export const capturePosition = z
  .object({
    object: z.literal('capture_position'),
    pipeline: z.string(),
    epoch: count,
    commit_lsn: lsn,
    index: z.int(),
    durable_lsn: lsn,
    slot: z.string(),
    slot_created_lsn: lsn,
  })
  .meta({ id: 'CapturePosition' });

export const captureSlot = z
  .object({
    object: z.literal('capture_slot'),
    name: z.string(),
    active: z.boolean().meta({ description: 'Whether a worker holds it.' }),
    wal_status: z.string().nullable(),
    restart_lsn: lsn.nullable(),
    confirmed_flush_lsn: lsn.nullable(),
    kept_bytes: z.number().nullable(),
    safe_bytes: z.number().nullable(),
  })
  .meta({ id: 'CaptureSlot' });

export const slotDropped = z.object({ object: z.literal('capture_slot'), name: z.string(), dropped: z.literal(true) });

export type CaptureSnapshotRequest = z.infer<typeof captureSnapshotRequest>;
export type CaptureSnapshotAnswer = z.infer<typeof captureSnapshot>;
export type CaptureStatusAnswer = z.infer<typeof captureStatus>;
export type CapturePositionAnswer = z.infer<typeof capturePosition>;
export type CaptureSlotAnswer = z.infer<typeof captureSlot>;
