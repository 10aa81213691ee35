/** What moving money by a provider needs of posting: reserve before the call, settle after it. */
import type { Provider } from '@vf/contracts';
import type { Currency, Hundredths } from '@vf/money';
import type { Answer, Rejection } from '../domain/posting.js';
import type { MovementFailure } from '../domain/provider-movement.js';

/** A top-up or payout as it is asked for. */
export interface MovementStart {
  readonly clientId: string;
  /** The client's Idempotency-Key, of the one key space for all that creates payments. */
  readonly key: string;
  readonly fingerprint: string;
  readonly paymentId: string;
  readonly reference: string;
  readonly clientReference: string | null;
  readonly walletId: string;
  readonly provider: Provider;
  readonly amount: Hundredths;
  readonly currency: Currency;
  /** JSON text. */
  readonly metadata: string;
  readonly requestId: string;
}

export type StartOutcome =
  /** The payment is `processing`; a payout's amount is held. `isReplay`: by an earlier request with this key. */
  | { readonly kind: 'started'; readonly paymentId: string; readonly isReplay: boolean }
  /** Refused under the locks; pinned to the key. */
  | { readonly kind: 'refused'; readonly paymentId: string; readonly answer: Answer; readonly isReplay: boolean }
  | { readonly kind: 'key_reused'; readonly paymentId: string | null }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export interface Settlement {
  readonly paymentId: string;
  /** Null: it succeeded. */
  readonly failureCode: MovementFailure | null;
}

/**
 * - `settled`: by this call, or as asked by an earlier one.
 * - `settled_otherwise`: an earlier call settled it the other way; nothing changed.
 * - `kept`: the money can not be booked now (a frozen wallet); it stays `processing` and is tried again.
 */
export type SettleOutcome = 'settled' | 'settled_otherwise' | 'kept';

/** The operations of posting. Each commits before it resolves, and rejects with NotPosted when it could not. */
export interface MovementPostings {
  startTopUp(start: MovementStart): Promise<StartOutcome>;
  startPayout(start: MovementStart): Promise<StartOutcome>;
  settle(settlement: Settlement): Promise<SettleOutcome>;
}
