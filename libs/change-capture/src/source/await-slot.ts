/** One worker streams from a slot. This waits until it is free, and takes it from a holder that has gone silent. */
import type pg from 'pg';
import { z } from 'zod';
import { pause, type Log } from '@vf/platform';
import { quoteLiteral } from '../pgoutput/capture-plugin.js';

export interface SlotWait {
  readonly slot: string;
  /** How long the holder must have sent no acknowledgement before its connection is ended, in milliseconds. */
  readonly takeoverAfterMs: number;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Told once per holder, for readiness. */
  readonly onHeld: (pid: number) => void;
}

const holderRow = z.object({ active_pid: z.number().nullable(), reply_time: z.string().nullable() });

/**
 * A living holder acknowledges at least every third of wal_sender_timeout, so its reply time moves; only movement is
 * judged, because the library's clock in it is wrong by days. Throws the signal's reason when stopped meanwhile.
 */
export async function awaitSlot(client: pg.Client, wait: SlotWait): Promise<void> {
  let holder: { pid: number; reply: string | null; silentSinceMs: number } | undefined;
  for (;;) {
    wait.signal.throwIfAborted();
    const { active_pid: pid, reply_time: reply } = await readHolder(client, wait.slot);
    if (pid === null) return;
    if (holder?.pid !== pid) {
      wait.log.info({ slot: wait.slot, pid }, 'another worker holds the slot, waiting');
      wait.onHeld(pid);
    }
    if (holder?.pid !== pid || holder.reply !== reply) holder = { pid, reply, silentSinceMs: performance.now() };
    if (performance.now() - holder.silentSinceMs >= wait.takeoverAfterMs) {
      wait.log.warn({ slot: wait.slot, pid, silentMs: wait.takeoverAfterMs }, 'taking the slot from a silent worker');
      await client.query(`SELECT pg_terminate_backend(${String(pid)})`);
      holder = undefined;
    }
    await pause(wait.pollMs, wait.signal);
  }
}

async function readHolder(client: pg.Client, slot: string): Promise<z.infer<typeof holderRow>> {
  const result = await client.query(
    `SELECT s.active_pid, r.reply_time::text FROM pg_replication_slots s
      LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE s.slot_name = ${quoteLiteral(slot)}`,
  );
  return holderRow.parse(result.rows[0] ?? { active_pid: null, reply_time: null });
}
