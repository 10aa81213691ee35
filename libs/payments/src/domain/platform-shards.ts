/** Which of the platform's wallets takes a fee (docs/adr/0071). */
import { createHash } from 'node:crypto';

/** UUIDv7 begins with milliseconds in twelve hex digits; without the last, windows of sixteen. */
const WINDOW_DIGITS = 11;

/**
 * Picks by hash of what leads the id, its time in windows of 16 ms, and of the process. Payments that may share a batch
 * then share a shard, and batches that may meet do not: hashing whole ids would have every batch lock every shard.
 * The pick is kept with the payment, so it need not be repeatable.
 */
export function platformWalletPicker(walletIds: readonly string[], processId: string): (id: string) => string {
  return (id) => {
    const window = id.replaceAll('-', '').slice(0, WINDOW_DIGITS);
    const hash = createHash('sha256').update(`${processId} ${window}`).digest().readUInt32BE(0);
    const picked = walletIds[hash % walletIds.length];
    if (picked === undefined) throw new RangeError('the platform has no wallet');
    return picked;
  };
}
