/** Which of the platform's wallets takes the fees of a batch (docs/adr/0095). */
import { createHash } from 'node:crypto';

/** How long a process keeps to its wallets. Two that met on one part again soon; a batch that spans the turn is harmless. */
const TURN_MS = 1_000;

/**
 * Gives each posting slot a wallet of its own, so that batches of one process never wait for each other at the
 * platform's. Where the slots of a process begin is picked anew every turn, by hash of the process, so that two
 * processes do not go on sharing. The pick is kept with the payment, so it need not be repeatable.
 */
export function feeWalletPicker(
  walletIds: readonly string[],
  processId: string,
): (slot: number, nowMs: number) => string {
  let turn = NaN;
  let first = 0;
  return (slot, nowMs) => {
    const current = Math.floor(nowMs / TURN_MS);
    if (current !== turn) {
      turn = current;
      first = createHash('sha256').update(`${processId} ${turn}`).digest().readUInt32BE(0);
    }
    const picked = walletIds[(first + slot) % walletIds.length];
    if (picked === undefined) throw new RangeError('the platform has no wallet');
    return picked;
  };
}
