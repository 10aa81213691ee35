/** Puts the movements by providers together. */
import {
  CallbackStore,
  movementLimits,
  movementPostings,
  MovementStore,
  type MovementParts,
  type PaymentsDatabase,
  type Posting,
} from '@vf/payments';
import type { Log, Registry } from '@vf/platform';
import { createProviders } from './create-providers.js';
import { movementMetrics } from './movement-metrics.js';
import type { ProviderSettings } from './provider-settings.js';

export interface MovementWiring {
  readonly settings: ProviderSettings;
  readonly db: PaymentsDatabase;
  readonly posting: Posting;
  readonly metrics: Registry;
  readonly log: Log;
}

/** A submission may need a token first, and then is one exchange; the rest is for the database. */
const EXCHANGES_OF_A_SUBMISSION = 2;
const SUBMIT_MARGIN_MS = 15_000;

export function createMovements({ db, log, metrics, posting, settings }: MovementWiring): MovementParts {
  return {
    postings: movementPostings((operation) => posting.submit(operation)),
    movements: new MovementStore(db),
    callbacks: new CallbackStore(db),
    providers: createProviders(settings),
    limits: {
      ...movementLimits,
      submitMs: EXCHANGES_OF_A_SUBMISSION * settings.PROVIDER_TIMEOUT_MS + SUBMIT_MARGIN_MS,
      notFoundAfterMs: settings.PROVIDER_NOT_FOUND_AFTER_MS,
      abandonAfterMs: settings.PROVIDER_ABANDON_AFTER_MS,
    },
    observer: movementMetrics(metrics, log),
  };
}
