import { readAtCut } from '@vf/ledger';
import { Gauge, type Registry } from '@vf/platform';
import type { LedgerReads } from './http/ledger-reads.js';

const MICROSECONDS_PER_SECOND = 1_000_000;

/** Asks for the newest cut, and shows its commit time: that time's age is how far all answers are behind the source. */
export function cutGauge(registry: Registry, { db, consumed }: LedgerReads): () => Promise<void> {
  const gauge = new Gauge({
    name: 'vf_projection_cut_commit_timestamp_seconds',
    help: 'When the source committed the newest state that is here in full; 0 before there is one.',
    registers: [registry],
  });
  return async () => {
    const read = await readAtCut(db, consumed, () => Promise.resolve(undefined));
    if (read.kind === 'read') gauge.set(Number(read.cut.committedUs) / MICROSECONDS_PER_SECOND);
  };
}
