/**
 * Keeps an idle slot moving and measures the source: each round commits a tiny message to the log, which travels the
 * whole way like any change. Without it a quiet database would keep the log of its busy neighbours for ever.
 */
import type pg from 'pg';
import { z } from 'zod';
import { pause, type Log } from '@vf/platform';
import { parseLsn } from '../lsn.js';
import { quoteLiteral } from '../pgoutput/capture-plugin.js';
import { withSourceClient, type SourceAddress } from './source-client.js';

export interface SourceProbeOptions {
  readonly pipeline: string;
  readonly address: SourceAddress;
  readonly slot: string;
  readonly intervalMs: number;
  readonly log: Log;
  readonly onMeasured: (source: SourceMeasure) => void;
}

export interface SourceMeasure {
  /** End of the log. */
  readonly walLsn: bigint;
  /** Log the server keeps for the slot, in bytes. */
  readonly retainedBytes: number;
  /** Log that may still be written before the slot is invalidated; null when there is no limit. */
  readonly safeBytes: number | null;
  /** max_slot_wal_keep_size in bytes; null when there is no limit. */
  readonly limitBytes: number | null;
  /** pg_replication_slots.wal_status: reserved, extended, unreserved or lost. */
  readonly walStatus: string;
}

/** Logical messages of ours, which are nobody else's news. */
export const OWN_MESSAGE_PREFIX = 'vf.';
const HEARTBEAT_PREFIX = `${OWN_MESSAGE_PREFIX}heartbeat`;

const BYTES_PER_MB = 1024 * 1024;

const measureRow = z
  .object({
    wal_lsn: z.string(),
    retained: z.coerce.number(),
    safe: z.coerce.number().nullable(),
    keep_mb: z.coerce.number(),
    wal_status: z.string().nullable(),
  })
  .transform((row) => ({
    walLsn: parseLsn(row.wal_lsn),
    retainedBytes: row.retained,
    safeBytes: row.safe,
    limitBytes: row.keep_mb < 0 ? null : row.keep_mb * BYTES_PER_MB,
    walStatus: row.wal_status ?? 'lost',
  }));

/** Beats until the signal. A source that is away is no fault of its own: the stream reports it, the beat resumes. */
export async function runSourceProbe(options: SourceProbeOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await withSourceClient(options.address, 'plain', (client) => beat(client, options, signal));
    } catch (err) {
      options.log.warn({ pipeline: options.pipeline, err }, 'the heartbeat failed');
      await pause(options.intervalMs, signal);
    }
  }
}

async function beat(client: pg.Client, options: SourceProbeOptions, signal: AbortSignal): Promise<void> {
  const emit = `SELECT pg_logical_emit_message(true, '${HEARTBEAT_PREFIX}', ${quoteLiteral(options.pipeline)})`;
  const measure = `SELECT w.lsn AS wal_lsn, pg_wal_lsn_diff(w.lsn, s.restart_lsn) AS retained, s.safe_wal_size AS safe,
      s.wal_status, (SELECT setting FROM pg_settings WHERE name = 'max_slot_wal_keep_size') AS keep_mb
    FROM pg_replication_slots s, (SELECT pg_current_wal_lsn() AS lsn) w WHERE s.slot_name = ${quoteLiteral(options.slot)}`;
  while (!signal.aborted) {
    await client.query(emit);
    const result = await client.query(measure);
    const measured = measureRow.safeParse(result.rows[0]);
    if (measured.success) options.onMeasured(measured.data);
    await pause(options.intervalMs, signal);
  }
}
