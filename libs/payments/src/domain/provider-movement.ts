/** Money that a provider moves: what is asked, what the provider may answer, and what follows. Pure. */
import type { Currency, Hundredths } from '@vf/money';

/** Seen from the wallet: a top-up collects from the customer, a payout disburses to one. */
export type MovementKind = 'top_up' | 'payout';

/** Why a provider declined. Each is a code of the error catalogue and the failure code of the payment. */
export type DeclineReason =
  | 'provider_insufficient_funds'
  | 'provider_account_not_found'
  | 'provider_limit_exceeded'
  | 'provider_not_approved'
  | 'provider_declined';

/** Why a movement failed: declined, or the provider never had it. */
export type MovementFailure = DeclineReason | 'provider_not_submitted' | 'provider_not_accepted';

/** One movement as the provider is asked for it. */
export interface Movement {
  /** Ours, a UUIDv4: the provider's idempotency key or reference, the same however often it is asked about. */
  readonly id: string;
  readonly kind: MovementKind;
  readonly amount: Hundredths;
  readonly currency: Currency;
  /** The customer's number, payment method or account at the provider. */
  readonly party: string;
  /** The provider's own id, once it has told one. */
  readonly providerId: string | null;
  /** Microseconds since 1970. */
  readonly submittedAt: bigint;
}

interface Declined {
  readonly kind: 'declined';
  readonly reason: DeclineReason;
  /** In the provider's words. */
  readonly providerCode: string;
  readonly providerId: string | null;
}

interface Unknown {
  readonly kind: 'unknown';
  /** What came instead of an answer; for the log. */
  readonly detail: string;
}

interface Succeeded {
  readonly kind: 'succeeded';
  readonly providerId: string | null;
}

/** The provider has it and will tell later. */
interface Accepted {
  readonly kind: 'accepted';
  readonly providerId: string | null;
}

/**
 * What submitting came to. `not_submitted` only where the provider can not have begun: no connection, or it turned the
 * request away as such (credentials, rate). Everything else that is not an answer is `unknown`.
 */
export type SubmitOutcome =
  Accepted | Succeeded | Declined | Unknown | { readonly kind: 'not_submitted'; readonly detail: string };

/** What asking came to. `not_found`: the provider answers, and has no such movement. */
export type LookUpOutcome = Accepted | Succeeded | Declined | Unknown | { readonly kind: 'not_found' };

/**
 * - `submitting`: the intent is committed and the call may be under way. Whoever finds it asks; nobody submits again.
 * - `not_submitted`: the call is known not to have begun; the client's retry may submit.
 * - `processing`: with the provider, or unknown.
 * - `succeeded`, `failed`: final; the payment is settled, or is about to be.
 */
export type MovementState = 'submitting' | 'not_submitted' | 'processing' | 'succeeded' | 'failed';

/** What becomes of a movement. */
export type Transition =
  | { readonly state: 'processing'; readonly providerId: string | null; readonly isAccepted: boolean }
  | { readonly state: 'succeeded'; readonly providerId: string | null }
  | {
      readonly state: 'failed';
      readonly failureCode: MovementFailure;
      readonly providerCode: string | null;
      readonly providerId: string | null;
    }
  | { readonly state: 'not_submitted' };

/** What follows from the answer to a submission. */
export function afterSubmit(outcome: SubmitOutcome): Transition {
  if (outcome.kind === 'not_submitted') return { state: 'not_submitted' };
  return afterAnswer(outcome);
}

export interface LookedUp {
  readonly outcome: LookUpOutcome;
  /** Since the submission began. */
  readonly ageMs: number;
  /** The provider has said before that it has the movement. */
  readonly wasAccepted: boolean;
  /** From this age on, a provider that has no such movement never accepted it. */
  readonly notFoundAfterMs: number;
}

/**
 * What follows from asking. "Not found" counts only when the request can no longer be on its way, and never against an
 * earlier yes: read too early it would fail a payment that the provider then makes.
 */
export function afterLookUp({ outcome, ageMs, wasAccepted, notFoundAfterMs }: LookedUp): Transition {
  if (outcome.kind !== 'not_found') return afterAnswer(outcome);
  if (wasAccepted || ageMs < notFoundAfterMs) return { state: 'processing', providerId: null, isAccepted: false };
  return { state: 'failed', failureCode: 'provider_not_accepted', providerCode: null, providerId: null };
}

function afterAnswer(outcome: Accepted | Succeeded | Declined | Unknown): Transition {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'processing', providerId: outcome.providerId, isAccepted: true };
    case 'succeeded':
      return { state: 'succeeded', providerId: outcome.providerId };
    case 'declined': {
      const { reason, providerCode, providerId } = outcome;
      return { state: 'failed', failureCode: reason, providerCode, providerId };
    }
    case 'unknown':
      return { state: 'processing', providerId: null, isAccepted: false };
  }
}

/** What the provider says now against what was settled, in a sentence; undefined when they agree or it says nothing. */
export function contradictionOf(settled: 'succeeded' | 'failed', outcome: LookUpOutcome): string | undefined {
  if (outcome.kind !== 'succeeded' && outcome.kind !== 'declined') return undefined;
  const told = outcome.kind === 'succeeded' ? 'succeeded' : 'failed';
  return told === settled ? undefined : `settled as ${settled}, the provider now says ${told}`;
}
