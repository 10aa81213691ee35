/** What the request and the resolver share: the parts, the limits, and how a final movement is settled. */
import type { LookUpOutcome, SubmitOutcome } from '../domain/provider-movement.js';
import type { CallbackStore } from '../store/provider-callbacks.js';
import type { MovementStore, StoredMovement } from '../store/provider-movements.js';
import type { PaymentProviders } from './payment-provider.js';
import type { MovementPostings } from './provider-movements.js';

/** Times of the flow, all in milliseconds. */
export interface MovementLimits {
  /** A submission is surely over, answered or given up: longer than every timeout of an adapter together. */
  readonly submitMs: number;
  /** A provider that has no such movement this long after the submission never accepted it. */
  readonly notFoundAfterMs: number;
  /** How long a client may retry what was not submitted, before it is failed and its hold released. */
  readonly abandonAfterMs: number;
  /** What the customer has not approved by then is taken back, where the provider can. */
  readonly cancelAfterMs: number;
  /** Between two looks at one movement: doubled from the first to the longest. */
  readonly firstCheckMs: number;
  readonly longestCheckMs: number;
}

export const movementLimits: MovementLimits = {
  submitMs: 60_000,
  notFoundAfterMs: 5 * 60_000,
  abandonAfterMs: 15 * 60_000,
  cancelAfterMs: 24 * 60 * 60_000,
  firstCheckMs: 2_000,
  longestCheckMs: 5 * 60_000,
};

/** Told what happens, for metrics and logs. */
export interface MovementObserver {
  submitted(movement: StoredMovement, outcome: SubmitOutcome, tookMs: number): void;
  lookedUp(movement: StoredMovement, outcome: LookUpOutcome): void;
  settled(movement: StoredMovement): void;
  /** The ledger would not take it now; it is tried again. */
  kept(movement: StoredMovement): void;
  /** The provider and the ledger disagree for good: a person has to look. */
  contradicted(movement: StoredMovement, contradiction: string): void;
  /** A step failed; what it worked on is taken up again. */
  failed(step: 'submit' | 'settle' | 'resolve' | 'callback', err: unknown): void;
}

export interface MovementParts {
  readonly postings: MovementPostings;
  readonly movements: MovementStore;
  readonly callbacks: CallbackStore;
  readonly providers: PaymentProviders;
  readonly limits: MovementLimits;
  readonly observer: MovementObserver;
}

/**
 * Settles a movement whose outcome is final, or says when to look again. Safe to repeat: posting settles a payment
 * once, and says so.
 */
export async function settleIfFinal(parts: MovementParts, movement: StoredMovement): Promise<'settled' | 'open'> {
  const { movements, observer, postings } = parts;
  if (movement.isSettled) return 'settled';
  if (movement.state !== 'succeeded' && movement.state !== 'failed') {
    await movements.checkIn(movement.id, untilNextCheckMs(movement, parts.limits));
    return 'open';
  }
  const failureCode = movement.state === 'failed' ? (movement.failureCode ?? 'provider_declined') : null;
  const outcome = await postings.settle({ paymentId: movement.paymentId, failureCode });
  if (outcome === 'kept') {
    observer.kept(movement);
    await movements.checkIn(movement.id, untilNextCheckMs(movement, parts.limits));
    return 'open';
  }
  await movements.markSettled(movement.id);
  if (outcome === 'settled_otherwise') {
    await contradict(parts, movement, `the payment was settled otherwise before it ${movement.state}`);
  }
  observer.settled(movement);
  return 'settled';
}

export async function contradict(parts: MovementParts, movement: StoredMovement, what: string): Promise<void> {
  await parts.movements.markContradiction(movement.id, what);
  parts.observer.contradicted(movement, what);
}

/** What is free to be submitted again is looked at when that time is over; everything else ever less often. */
function untilNextCheckMs({ state, ageMs, checks }: StoredMovement, limits: MovementLimits): number {
  if (state === 'not_submitted') return Math.max(limits.firstCheckMs, limits.abandonAfterMs - ageMs);
  return Math.min(limits.longestCheckMs, limits.firstCheckMs * 2 ** Math.min(checks, 30));
}
