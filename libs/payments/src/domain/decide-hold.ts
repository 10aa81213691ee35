/** What becomes of a hold: captured whole or in part, voided, or expired. It ends once. */
import type { Currency } from '@vf/money';
import { move } from './decide-order.js';
import { amountOf, feeOf } from './fees.js';
import type { CaptureRequest, ExpireRequest, VoidRequest } from './operations.js';
import { overflowOf, standstillOf, walletsOf, type Flow, type Parties } from './payment-rules.js';
import {
  referenceOf,
  type Hold,
  type LockedPayment,
  type Micros,
  type Outcome,
  type StateConflict,
} from './posting.js';
import { changePayment, hold, outcomeOfKey, stamp, takeKey, type Running } from './running.js';

/** Failure codes of payments whose hold ended without a capture. */
export const VOIDED = 'payment_voided';
export const EXPIRED = 'payment_expired';

export function decideCapture(request: CaptureRequest, running: Running): Outcome {
  const found = openHoldOf(request, running);
  if ('outcome' in found) return found.outcome;
  const { payment, open, parties, at } = found;
  const currency = payment.currency as Currency;
  const amount = amountOf(request.minorUnits, currency, open.authorised);
  if (amount > open.authorised) {
    const rejection = { code: 'capture_too_large', paymentId: payment.id, limit: open.authorised } as const;
    return { kind: 'rejected', rejection };
  }
  const fee = feeOf(amount, open.feeBasisPoints, currency);
  const flow = { amount, fee, bearer: payment.feeBearer };
  const failure = standstillOf(parties, currency) ?? overflowOf(parties, flow);
  if (failure) {
    const told = { of: 'refused_change', paymentId: payment.id, requestId: request.requestId, failure } as const;
    const answer = takeKey(request, told, { paymentId: payment.id, at }, running);
    return { kind: 'refused', madeId: request.operationId, answer };
  }
  const captured = capture(payment, flow, at, running);
  const answer = takeKey(request, { of: 'change', payment: captured }, { paymentId: payment.id, at }, running);
  return { kind: 'done', madeId: request.operationId, answer };
}

/** Moves what is captured and gives the rest of the hold back. */
export function capture(payment: LockedPayment, flow: Flow, at: Micros, running: Running): LockedPayment {
  release(payment, at, running);
  move({ ...payment, paymentId: payment.id, at }, flow, running);
  const { amount, fee } = flow;
  const captured = { ...payment, amount, fee, status: 'success' as const, hold: closed(payment.hold, 'captured') };
  changePayment(captured, running);
  return captured;
}

export function decideVoid(request: VoidRequest, running: Running): Outcome {
  const found = openHoldOf(request, running);
  if ('outcome' in found) return found.outcome;
  const { payment, at } = found;
  const voided = giveUp(payment, { state: 'voided', failureCode: VOIDED, at }, running);
  const answer = takeKey(request, { of: 'change', payment: voided }, { paymentId: payment.id, at }, running);
  return { kind: 'done', madeId: request.operationId, answer };
}

export function decideExpiry(request: ExpireRequest, running: Running): Outcome {
  const payment = running.knownPayments.get(request.paymentId);
  const parties = payment && partiesOfPayment(payment, running);
  if (!payment || !parties) return { kind: 'rejected', rejection: { code: 'payment_not_found' } };
  const isDue = payment.hold?.state === 'open' && isOver(payment.hold, running.now);
  if (!isDue) return { kind: 'already_settled', payment };
  const at = stamp(running.now, walletsOf(parties));
  const expired = giveUp(payment, { state: 'expired', failureCode: EXPIRED, at }, running);
  return { kind: 'settled', payment: expired };
}

export interface GivenUp {
  readonly state: 'voided' | 'expired';
  readonly failureCode: string;
  readonly at: Micros;
}

/** Gives back whatever the payment holds, and marks it failed. Moves no money, so a frozen wallet does not stop it. */
export function giveUp(payment: LockedPayment, { state, failureCode, at }: GivenUp, running: Running): LockedPayment {
  release(payment, at, running);
  const failed = { ...payment, status: 'failed' as const, failureCode, hold: closed(payment.hold, state) };
  changePayment(failed, running);
  // Its order may be tried again.
  if (payment.clientId !== null && payment.clientReference !== null) {
    running.references.delete(referenceOf(payment.clientId, payment.clientReference));
  }
  return failed;
}

function release(payment: LockedPayment, at: Micros, running: Running): void {
  if (payment.hold?.state === 'open') hold(payment.senderWalletId, 0n - payment.hold.held, at, running);
}

const closed = (open: Hold | null, state: Hold['state']): Hold | null => open && { ...open, state };

const isOver = ({ expiresAt }: Hold, now: Micros) => expiresAt !== null && expiresAt <= now;

interface Found {
  readonly payment: LockedPayment;
  readonly open: Hold;
  readonly parties: Parties;
  readonly at: Micros;
}

/** The client's payment while it can be captured or voided; else what the request is told. */
function openHoldOf(request: CaptureRequest | VoidRequest, running: Running): Found | { readonly outcome: Outcome } {
  const known = outcomeOfKey(request, running);
  if (known) return { outcome: known };
  const payment = running.knownPayments.get(request.paymentId);
  const parties = payment && partiesOfPayment(payment, running);
  if (!payment || !parties || payment.clientId !== request.clientId) {
    return { outcome: { kind: 'rejected', rejection: { code: 'payment_not_found' } } };
  }
  const open = payment.status === 'pending' && payment.hold?.state === 'open' ? payment.hold : undefined;
  if (!open || isOver(open, running.now)) {
    const code = open ? EXPIRED : conflictOf(payment);
    return { outcome: { kind: 'rejected', rejection: { code, paymentId: payment.id } } };
  }
  return { payment, open, parties, at: stamp(running.now, walletsOf(parties)) };
}

/** Why a payment can be neither captured nor voided. */
function conflictOf({ status, failureCode }: LockedPayment): StateConflict {
  switch (status) {
    case 'success':
      return 'payment_already_captured';
    case 'refunded':
      return 'payment_already_refunded';
    case 'processing':
    case 'pending':
      return 'payment_processing';
    case 'failed':
      return failedConflictOf(failureCode);
  }
}

/** How a failed payment failed, as the conflict it makes. */
export function failedConflictOf(failureCode: string | null): StateConflict {
  if (failureCode === VOIDED) return 'payment_already_voided';
  return failureCode === EXPIRED ? EXPIRED : 'payment_failed';
}

/** The wallets of a payment there is. They were found by it, so one is missing only when it is not locked. */
export function partiesOfPayment(payment: LockedPayment, { wallets }: Running): Parties | undefined {
  const sender = wallets.get(payment.senderWalletId);
  const recipient = wallets.get(payment.recipientWalletId);
  const platform = payment.feeWalletId === null ? undefined : wallets.get(payment.feeWalletId);
  if (!sender || !recipient || (payment.feeWalletId !== null && !platform)) return undefined;
  return { sender, recipient, platform };
}
