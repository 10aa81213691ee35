/** What to do about a batch that failed: one table, no clock, no I/O. */
import { type Backoff, backoffDelayMs } from '@vf/platform';

/**
 * transient: the world is at fault (database away, lock, deadlock), the same records will pass later.
 * poison: one of the records is at fault and will never pass.
 * fatal: the program or its schema is at fault; every record would fail the same way.
 */
export type FailureKind = 'transient' | 'poison' | 'fatal';

export interface FailurePolicy {
  readonly backoff: Backoff;
  /** From this many transient failures in a row on, the partition is reported as not ready. */
  readonly notReadyAfterFailures: number;
  /**
   * A record that is alone at fault is tried this often in all: what looked like its fault may have been a race with
   * another partition (a unique key inserted by both).
   */
  readonly poisonAttempts: number;
  /** What becomes of it then. */
  readonly poison: 'dead-letter' | 'stop';
}

export type FailureDecision =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly ready: boolean }
  /** Try halves, until the record at fault is alone. */
  | { readonly kind: 'bisect' }
  /** Try the one record once more. */
  | { readonly kind: 'again' }
  | { readonly kind: 'dead-letter' }
  | { readonly kind: 'stop' };

export interface Failure {
  readonly kind: FailureKind;
  /** Transient failures in a row on this partition, this one included. */
  readonly failures: number;
  /** Records that were tried together. */
  readonly records: number;
  /** How often these records have been tried, alone or with others. */
  readonly attempts: number;
}

/** `random` is in [0, 1) and spreads the waiting times. */
export function decideFailure(failure: Failure, policy: FailurePolicy, random?: () => number): FailureDecision {
  switch (failure.kind) {
    case 'fatal':
      return { kind: 'stop' };
    case 'poison':
      if (failure.records > 1) return { kind: 'bisect' };
      return { kind: failure.attempts < policy.poisonAttempts ? 'again' : policy.poison };
    case 'transient':
      return {
        kind: 'retry',
        afterMs: backoffDelayMs(policy.backoff, failure.failures, random),
        ready: failure.failures < policy.notReadyAfterFailures,
      };
  }
}
