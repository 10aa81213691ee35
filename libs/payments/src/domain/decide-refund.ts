/** Money back to the payer: in parts, never more than was captured, with the part of the fee that belongs to it. */
import { MAX_HUNDREDTHS, type Currency, type Hundredths } from '@vf/money';
import { failedConflictOf, partiesOfPayment } from './decide-hold.js';
import { amountOf, feeShareOf } from './fees.js';
import type { RefundRequest } from './operations.js';
import { standstillOf, walletsOf, type Parties } from './payment-rules.js';
import type { DecidedRefund, Failure, LockedPayment, Outcome, Rejection, StateConflict } from './posting.js';
import { changePayment, enter, outcomeOfKey, stamp, takeKey, type Running } from './running.js';

/** What each party gives or gets. The fee's share comes from the platform, so the recipient returns what it had. */
interface Shares {
  readonly amount: Hundredths;
  readonly fee: Hundredths;
  readonly fromRecipient: bigint;
  readonly toSender: bigint;
}

export function decideRefund(request: RefundRequest, running: Running): Outcome {
  const known = outcomeOfKey(request, running);
  if (known) return known;
  const payment = running.knownPayments.get(request.paymentId);
  const parties = payment && partiesOfPayment(payment, running);
  if (!payment || !parties || payment.clientId !== request.clientId) {
    return { kind: 'rejected', rejection: { code: 'payment_not_found' } };
  }
  const limit = (payment.amount - payment.refunded) as Hundredths;
  const amount = amountOf(request.minorUnits, payment.currency as Currency, limit);
  const rejection = rejectionOf(amount, limit, payment, parties);
  if (rejection) return { kind: 'rejected', rejection };
  const shares = sharesOf(payment, amount);
  const failure = standstillOf(parties, payment.currency) ?? shortfallOf(parties, shares);
  const at = stamp(running.now, walletsOf(parties));
  const refund: DecidedRefund = {
    request,
    amount: shares.amount,
    feeReturned: failure ? (0n as Hundredths) : shares.fee,
    currency: payment.currency,
    failure,
    createdAt: at,
  };
  running.refunds.push(refund);
  const answer = takeKey(request, { of: 'refund', refund }, { paymentId: payment.id, at }, running);
  if (failure) return { kind: 'refused', madeId: request.refundId, answer };
  giveBack(payment, shares, refund, running);
  return { kind: 'done', madeId: request.refundId, answer };
}

function rejectionOf(
  amount: Hundredths,
  limit: Hundredths,
  payment: LockedPayment,
  parties: Parties,
): Rejection | null {
  const conflict = conflictOf(payment, parties);
  if (conflict) return { code: conflict, paymentId: payment.id };
  return amount > limit ? { code: 'refund_too_large', paymentId: payment.id, limit } : null;
}

function conflictOf({ status, failureCode }: LockedPayment, { sender, recipient }: Parties): StateConflict | null {
  // What a provider brought or took away can only be undone by the provider.
  if (sender.kind !== 'user' || recipient.kind !== 'user') return 'payment_not_refundable';
  switch (status) {
    case 'success':
      return null;
    case 'refunded':
      return 'payment_already_refunded';
    case 'pending':
      return 'payment_not_captured';
    case 'processing':
      return 'payment_processing';
    case 'failed':
      return failedConflictOf(failureCode);
  }
}

function sharesOf(payment: LockedPayment, amount: Hundredths): Shares {
  const fee = feeShareOf(payment, amount, payment.currency as Currency);
  return payment.feeBearer === 'sender'
    ? { amount, fee, fromRecipient: amount, toSender: amount + fee }
    : { amount, fee, fromRecipient: amount - fee, toSender: amount };
}

function shortfallOf({ sender, recipient, platform }: Parties, shares: Shares): Failure | null {
  if (recipient.balance - recipient.held < shares.fromRecipient) {
    return { code: 'insufficient_funds', party: 'recipient' };
  }
  if (platform && platform.balance - platform.held < shares.fee)
    return { code: 'insufficient_funds', party: 'platform' };
  if (sender.balance + shares.toSender > MAX_HUNDREDTHS) return { code: 'balance_limit_exceeded', party: 'sender' };
  return null;
}

function giveBack(payment: LockedPayment, shares: Shares, { createdAt: at }: DecidedRefund, running: Running): void {
  const row = { paymentId: payment.id, type: 'refund', at } as const;
  enter({ ...row, walletId: payment.recipientWalletId, by: 0n - shares.fromRecipient }, running);
  if (payment.feeWalletId !== null) enter({ ...row, walletId: payment.feeWalletId, by: 0n - shares.fee }, running);
  enter({ ...row, walletId: payment.senderWalletId, by: shares.toSender }, running);
  const refunded = (payment.refunded + shares.amount) as Hundredths;
  const feeRefunded = (payment.feeRefunded + shares.fee) as Hundredths;
  const status = refunded === payment.amount ? ('refunded' as const) : payment.status;
  changePayment({ ...payment, refunded, feeRefunded, status }, running);
}
