/** Payments at an even pace, whatever the source's answers take. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { WALLETS } from './payments-source.js';

export interface SteadyLoadOptions {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface SteadyLoadReport {
  /** Payments per second that were committed in fact. */
  readonly perSecond: number;
}

const CONNECTIONS = 8;
const TICK_MS = 2;
/** Beyond it the source does not keep up, and waiting statements would only grow. */
const MOST_WAITING = 2_000;

/** Commits payments for so long. A source that can not keep up lowers the rate, which the report tells. */
export async function runSteadyLoad(options: SteadyLoadOptions): Promise<SteadyLoadReport> {
  const pool = new pg.Pool({ connectionString: options.url, max: CONNECTIONS });
  const total = options.perSecond * options.seconds;
  const startedMs = performance.now();
  const paying = new Set<Promise<unknown>>();
  try {
    for (let sent = 0; sent < total;) {
      const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * options.perSecond));
      for (; sent < due && paying.size < MOST_WAITING; sent += 1) {
        // Two writers' worth of wallets: a lock is waited for now and then, as in life.
        const paid = pool.query('SELECT bench_pay($1, $2)', [sent % 2, (sent * 7) % WALLETS]);
        paying.add(paid);
        void paid.finally(() => paying.delete(paid));
      }
      await sleep(TICK_MS);
    }
    await Promise.all(paying);
    return { perSecond: total / ((performance.now() - startedMs) / 1_000) };
  } finally {
    await pool.end();
  }
}
