/** Gives back holds that are over, for as long as the process runs. */
import { dueHolds, expireDueHolds, type PaymentsDatabase, type Posting } from '@vf/payments';
import { backoffDelayMs, Counter, pause, reconnectBackoff, type Log, type Registry, type Service } from '@vf/platform';
import { loggableError } from './loggable-error.js';

export interface HoldExpiryOptions {
  readonly db: PaymentsDatabase;
  readonly posting: Posting;
  readonly log: Log;
  readonly metrics: Registry;
  readonly intervalMs: number;
}

/**
 * What is due is in the database, so nothing is forgotten over a restart, and a hold that came due while nothing ran is
 * found at the start. Every process may run this: under the locks a hold ends once.
 */
export function holdExpiry({ db, posting, log, metrics, intervalMs }: HoldExpiryOptions): Service {
  const expired = new Counter({
    name: 'vf_holds_expired_total',
    help: 'Holds that this process gave back because their time was over.',
    registers: [metrics],
  });
  let failures = 0;

  async function round(): Promise<number> {
    try {
      const done = await expireDueHolds({
        due: (limit) => dueHolds(db, limit),
        submit: (operation) => posting.submit(operation),
      });
      failures = 0;
      expired.inc(done.expired);
      // A full round that ended something has more to do; one that ended nothing would only spin.
      return done.isFull && done.expired > 0 ? 0 : intervalMs;
    } catch (err) {
      failures += 1;
      log.warn({ err: loggableError(err), failures }, 'holds that are over could not be given back, trying again');
      return Math.max(intervalMs, backoffDelayMs(reconnectBackoff, failures));
    }
  }

  return {
    name: 'hold-expiry',
    async run(signal) {
      while (!signal.aborted) await pause(await round(), signal);
    },
  };
}
