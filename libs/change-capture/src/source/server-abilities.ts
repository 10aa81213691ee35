/** What the server must be able to do, asked before anything is made on it. */
import { CaptureStop } from '../capture-stop.js';
import type { ServerSettings } from './source-queries.js';

const FAILOVER_SINCE = 170_000;

/** Throws CaptureStop when the slot is to be a failover slot, and the server has none. */
export function requireFailover(
  { version }: Pick<ServerSettings, 'version'>,
  { failover, slot }: { readonly failover?: boolean | undefined; readonly slot: string },
): void {
  if (failover !== true || version >= FAILOVER_SINCE) return;
  throw new CaptureStop(
    'failover-unsupported',
    `Slot ${slot} is declared as a failover slot, which this server (version ${String(version)}) does not have.`,
    'Take slot.failover off the pipeline, or upgrade the server to PostgreSQL 17 or newer.',
  );
}

/** Throws CaptureStop. */
export function requireLogical(settings: Pick<ServerSettings, 'walLevel'>): void {
  if (settings.walLevel === 'logical') return;
  throw new CaptureStop(
    'server-not-logical',
    `The server writes its log at wal_level=${settings.walLevel}.`,
    'Set wal_level=logical and restart the database.',
  );
}
