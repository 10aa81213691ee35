/** How near a slot is to being given up by its server. Pure. */
import type { SourceMeasure } from './source-probe.js';

/** Early enough to act: what is kept has come to this share of max_slot_wal_keep_size. */
const WARN_AT_SHARE = 0.5;

/** On a server without a limit a worker that is away fills the disk: told long before, but not of every idle hour. */
const WARN_WITHOUT_LIMIT_BYTES = 1024 * 1024 * 1024;

/** One sentence, or undefined while all is well. */
export function slotRisk(
  measure: Pick<SourceMeasure, 'retainedBytes' | 'limitBytes' | 'walStatus'>,
): string | undefined {
  const { retainedBytes, limitBytes, walStatus } = measure;
  if (walStatus === 'lost') return 'the slot is lost: the log that it needs was removed';
  const kept = `${megabytes(retainedBytes)} MB of log are kept for it`;
  if (walStatus === 'unreserved') return `the slot will be lost at the next checkpoint: ${kept}, more than its limit`;
  if (limitBytes === null) {
    if (retainedBytes < WARN_WITHOUT_LIMIT_BYTES) return undefined;
    return `${kept}, and nothing bounds it: max_slot_wal_keep_size is not set, so the disk of the server may fill`;
  }
  if (retainedBytes < limitBytes * WARN_AT_SHARE) return undefined;
  return `the slot is on its way to being lost: ${kept}, max_slot_wal_keep_size is ${megabytes(limitBytes)} MB`;
}

const megabytes = (bytes: number) => String(Math.round(bytes / (1024 * 1024)));
