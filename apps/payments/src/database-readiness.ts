/** Waits for the database, prepares what the service needs in it, and from then on tells readiness how it is. */
import { checkDatabase, provisionSystemAccounts, type PaymentsDatabase } from '@vf/payments';
import { backoffDelayMs, pause, reconnectBackoff, type Health, type Log, type Service } from '@vf/platform';

import { loggableError } from './loggable-error.js';

export interface DatabaseReadinessOptions {
  readonly db: PaymentsDatabase;
  readonly health: Health;
  readonly log: Log;
  readonly intervalMs?: number;
}

const INTERVAL_MS = 2_000;
const CHECK = 'database';

/**
 * Never gives up: the database may start after this process, or restart. The system's own accounts are made at the
 * first contact, so that top-ups have a wallet to come from before readiness says yes.
 */
export function databaseReadiness({ db, health, log, intervalMs = INTERVAL_MS }: DatabaseReadinessOptions): Service {
  health.declare(CHECK, 'not connected yet');
  let provisioned = false;
  let failures = 0;

  async function contact(): Promise<void> {
    if (provisioned) await checkDatabase(db);
    else await provisionSystemAccounts(db);
    provisioned = true;
    if (failures > 0) log.info({ failures }, 'the database is available again');
    failures = 0;
    health.ok(CHECK, 'connected');
  }

  return {
    name: 'database-readiness',
    async run(signal) {
      while (!signal.aborted) {
        try {
          await contact();
        } catch (err) {
          failures += 1;
          health.fail(CHECK, `not available after ${failures} attempt(s): ${reasonOf(err)}`);
          log.warn({ err: loggableError(err), failures }, 'the database is not available, trying again');
        }
        await pause(failures > 0 ? backoffDelayMs(reconnectBackoff, failures) : intervalMs, signal);
      }
    },
  };
}

/** The code where there is one: messages of connection errors name hosts and users. */
function reasonOf(err: unknown): string {
  if (err instanceof Error && 'code' in err && typeof err.code === 'string') return err.code;
  return err instanceof Error ? err.message : String(err);
}
