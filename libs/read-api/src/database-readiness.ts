import { backoffDelayMs, pause, reconnectBackoff, type Health, type Log, type Service } from '@vf/platform';

export interface DatabaseReadinessOptions {
  /** One small query. */
  readonly check: () => Promise<unknown>;
  readonly health: Health;
  readonly log: Log;
  readonly intervalMs?: number;
}

const INTERVAL_MS = 2_000;
const CHECK = 'database';

/** Tells readiness how the database is. Never gives up: it may start after this process, or restart. */
export function databaseReadiness({ check, health, log, intervalMs = INTERVAL_MS }: DatabaseReadinessOptions): Service {
  health.declare(CHECK, 'not connected yet');
  return {
    name: 'database-readiness',
    async run(signal) {
      let failures = 0;
      while (!signal.aborted) {
        try {
          await check();
          if (failures > 0) log.info({ failures }, 'the database is available again');
          failures = 0;
          health.ok(CHECK, 'connected');
        } catch (err) {
          failures += 1;
          health.fail(CHECK, `not available after ${failures} attempt(s): ${reasonOf(err)}`);
          log.warn({ err, failures }, 'the database is not available, trying again');
        }
        await pause(failures > 0 ? backoffDelayMs(reconnectBackoff, failures) : intervalMs, signal);
      }
    },
  };
}

/** The code where there is one: messages of connection errors name hosts and users. */
function reasonOf(err: unknown): string {
  if (err instanceof Error && 'code' in err && typeof err.code === 'string') return err.code;
  return err instanceof Error ? err.name : 'unknown';
}
