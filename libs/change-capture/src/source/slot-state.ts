/** A replication slot as its server shows it, and its end by command. */
import { pause } from '@vf/platform';
import { z } from 'zod';
import { withSourceClient, type SourceAddress } from './source-client.js';

const slotRow = z.object({
  active: z.boolean(),
  wal_status: z.string().nullable(),
  restart_lsn: z.string().nullable(),
  confirmed_flush_lsn: z.string().nullable(),
  retained_bytes: z.coerce.number().nullable(),
  safe_wal_size: z.coerce.number().nullable(),
});

export type SlotState = z.infer<typeof slotRow>;

/** Undefined when there is no such slot. */
export async function readSlotState(address: SourceAddress, slot: string): Promise<SlotState | undefined> {
  return withSourceClient(address, 'plain', async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT active, wal_status, restart_lsn::text, confirmed_flush_lsn::text, safe_wal_size,
         pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) AS retained_bytes
       FROM pg_replication_slots WHERE slot_name = $1`,
      [slot],
    );
    return rows[0] && slotRow.parse(rows[0]);
  });
}

/** How long a slot may go on being held by a stream that has just ended: its server process leaves a moment later. */
const RELEASE_LIMIT_MS = 5_000;
const RELEASE_POLL_MS = 100;
const OBJECT_IN_USE = '55006';
const UNDEFINED_OBJECT = '42704';

/**
 * A slot that is gone is as good as dropped: the answer to an earlier drop may have been lost. Rejects as the server does,
 * also when somebody goes on holding the slot.
 */
export async function dropSlotByName(address: SourceAddress, slot: string): Promise<void> {
  const limit = AbortSignal.timeout(RELEASE_LIMIT_MS);
  await withSourceClient(address, 'plain', async (client) => {
    for (;;) {
      try {
        await client.query('SELECT pg_drop_replication_slot($1)', [slot]);
        return;
      } catch (err) {
        const state = err instanceof Error && 'code' in err ? err.code : undefined;
        if (state === UNDEFINED_OBJECT) return;
        if (state !== OBJECT_IN_USE || limit.aborted) throw err;
      }
      await pause(RELEASE_POLL_MS, limit);
    }
  });
}
