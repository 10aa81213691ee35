import { resolveMovements, type MovementParts } from '@vf/payments';
import { backoffDelayMs, pause, reconnectBackoff, type Log, type Service } from '@vf/platform';
import { loggableError } from '../loggable-error.js';

export interface ProviderResolver extends Service {
  /** Something has come in: the next look need not wait. */
  readonly nudge: () => void;
}

/** Looks at open movements until the signal; a database that is away only makes it wait. */
export function providerResolver(parts: MovementParts, pollMs: number, log: Log): ProviderResolver {
  let waiting = new AbortController();
  return {
    name: 'provider-resolver',
    nudge: () => waiting.abort(),
    async run(signal) {
      for (let failures = 0; !signal.aborted;) {
        waiting = new AbortController();
        let delayMs = pollMs;
        try {
          await resolveMovements(parts);
          failures = 0;
        } catch (err) {
          failures += 1;
          delayMs = backoffDelayMs(reconnectBackoff, failures);
          log.warn({ err: loggableError(err) }, 'movements of providers could not be looked at');
        }
        await pause(delayMs, AbortSignal.any([signal, waiting.signal]));
      }
    },
  };
}
