/** What a provider has done with a top-up or payout that was processing. A payment is settled once. */
import type { Hundredths } from '@vf/money';
import { capture, giveUp, partiesOfPayment } from './decide-hold.js';
import type { SettleRequest } from './operations.js';
import { overflowOf, shortfallOf, standstillOf, walletsOf, type Flow, type Parties } from './payment-rules.js';
import type { Failure, LockedPayment, Outcome } from './posting.js';
import { stamp, type Running } from './running.js';

export function decideSettlement({ paymentId, result }: SettleRequest, running: Running): Outcome {
  const payment = running.knownPayments.get(paymentId);
  const parties = payment && partiesOfPayment(payment, running);
  if (!payment || !parties) return { kind: 'rejected', rejection: { code: 'payment_not_found' } };
  if (payment.status !== 'processing') return { kind: 'already_settled', payment };
  const at = stamp(running.now, walletsOf(parties));
  if (!result.succeeded) {
    const failed = giveUp(payment, { state: 'voided', failureCode: result.failureCode, at }, running);
    return { kind: 'settled', payment: failed };
  }
  const flow: Flow = { amount: payment.amount, fee: 0n as Hundredths, bearer: 'recipient' };
  const failure = refusalOf(payment, flow, parties);
  // The provider has moved the money, so the payment may not fail: it stays processing and is settled when it can be.
  if (failure) return { kind: 'not_settled', payment, failure };
  return { kind: 'settled', payment: capture(payment, flow, at, running) };
}

function refusalOf({ hold, currency }: LockedPayment, flow: Flow, parties: Parties): Failure | null {
  return (
    standstillOf(parties, currency) ??
    (hold ? null : shortfallOf(parties.sender, flow.amount)) ??
    overflowOf(parties, flow)
  );
}
