import type { Provider } from '@vf/contracts';
import type { LookUpOutcome, Movement, MovementKind, SubmitOutcome } from '../domain/provider-movement.js';

/** A callback as it came: nothing in it is believed before `readCallback` has judged it. */
export interface RawCallback {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Byte for byte: signatures are over it. */
  readonly body: string;
}

/**
 * What a callback is. `forged`: its signature is not the provider's. `irrelevant`: genuine, but about nothing of ours.
 * A genuine one only tells which movement to ask about; its own words settle nothing.
 */
export type CallbackReading =
  | { readonly kind: 'forged' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'irrelevant' }
  | { readonly kind: 'about'; readonly movementId: string; readonly eventKey: string };

/**
 * One payment provider. Nothing here throws for what a provider answers or fails to answer, and nothing is sent a
 * second time by itself: whether to ask again is decided outside, by what is committed.
 */
export interface PaymentProvider {
  readonly name: Provider;
  /** Whether the provider would take this as the customer's number, payment method or account. Pure. */
  acceptsParty(kind: MovementKind, party: string): boolean;
  /** Asks the provider to move the money, once. */
  submit(movement: Movement): Promise<SubmitOutcome>;
  /** Asks what became of it. Changes nothing at the provider. */
  lookUp(movement: Movement): Promise<LookUpOutcome>;
  /** Takes back what is still waiting for the customer, where the provider can; then tells what became of it. */
  cancel?(movement: Movement): Promise<LookUpOutcome>;
  /** Judges a callback by its signature and finds what it is about. Pure but for the clock. */
  readCallback(raw: RawCallback): CallbackReading;
}

/** The providers of this deployment; one that is not set up is not there. */
export type PaymentProviders = ReadonlyMap<string, PaymentProvider>;
