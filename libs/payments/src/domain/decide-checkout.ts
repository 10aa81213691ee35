/** A basket of several vendors: one payer, a payment for each leg, all of them or none, and one answer. */
import { MAX_HUNDREDTHS, type Hundredths } from '@vf/money';
import { move, record } from './decide-order.js';
import { feesOfParts, MAX_FEE } from './fees.js';
import type { CheckoutLeg, CheckoutRequest, PostingRequest } from './operations.js';
import {
  creditOf,
  debitOf,
  limitOf,
  partiesOf,
  shortfallOf,
  standstillOf,
  walletsOf,
  type Flow,
  type Parties,
} from './payment-rules.js';
import { referenceOf, type DecidedCheckout, type DecidedPayment, type Outcome, type Rejection } from './posting.js';
import { outcomeOfKey, stamp, takeKey, useGrant, type Running } from './running.js';

type CheckoutFailure = DecidedCheckout['failure'];

interface Leg {
  readonly asked: CheckoutLeg;
  readonly flow: Flow;
  readonly parties: Parties;
}

export function decideCheckout(request: CheckoutRequest, running: Running): Outcome {
  const known = outcomeOfKey(request, running);
  if (known) return known;
  const legs = legsOf(request, running);
  if (!Array.isArray(legs)) return { kind: 'rejected', rejection: legs };
  const reference = request.clientReference === null ? null : referenceOf(request.clientId, request.clientReference);
  if (reference !== null && running.references.has(reference)) {
    return { kind: 'rejected', rejection: { code: 'client_reference_taken' } };
  }
  const failure = failureOf(request, legs, running);
  const checkout = carryOut(request, legs, failure, running);
  running.checkouts.push(checkout);
  const grant = legs[0]?.parties.grant;
  if (!failure && grant) useGrant(grant, debitOfLegs(legs), running);
  if (!failure && reference !== null) running.references.add(reference);
  const answer = takeKey(request, { of: 'checkout', checkout }, { paymentId: null, at: checkout.createdAt }, running);
  return { kind: failure ? 'refused' : 'done', madeId: request.checkoutId, answer };
}

/** The legs with their wallets and fees, or why there is no such checkout. */
function legsOf(request: CheckoutRequest, running: Running): Leg[] | Rejection {
  const amounts = request.legs.map(({ amount }) => amount);
  const fees = feesOfParts(amounts, request.fee?.basisPoints ?? 0, request.currency);
  const legs: Leg[] = [];
  for (const [n, asked] of request.legs.entries()) {
    const parties = partiesOf({ ...request, ...asked, origin: 'payment' }, running);
    if ('missing' in parties) return { code: 'wallet_not_found', party: parties.missing, leg: n };
    if (parties.recipient.role !== 'vendor') return { code: 'recipient_not_vendor', leg: n };
    const fee = fees[n] ?? (0n as Hundredths);
    legs.push({ asked, parties, flow: { amount: asked.amount, fee, bearer: request.fee?.bearer ?? 'recipient' } });
  }
  return legs;
}

/** The first rule that the checkout breaks: standstill of any wallet, then the payer's funds, then what each can hold. */
function failureOf({ currency }: CheckoutRequest, legs: readonly Leg[], running: Running): CheckoutFailure {
  for (const [leg, { parties, flow }] of legs.entries()) {
    const failure = standstillOf(parties, currency);
    if (failure) return { ...failure, leg: failure.party === 'recipient' ? leg : null };
    if (flow.fee > MAX_FEE) return { code: 'fee_too_large', party: 'platform', leg };
  }
  const [first] = legs;
  if (!first) return null;
  const debit = debitOfLegs(legs);
  const amount = legs.reduce((sum, { flow }) => sum + flow.amount, 0n);
  const excess = limitOf(first.parties, { amount, debit }, running) ?? shortfallOf(first.parties.sender, debit);
  return excess ? { ...excess, leg: null } : overflowOf(legs);
}

const debitOfLegs = (legs: readonly Leg[]) => legs.reduce((sum, { flow }) => sum + debitOf(flow), 0n);

/** Several legs may pay one wallet, so what each wallet gets is summed up leg by leg. */
function overflowOf(legs: readonly Leg[]): CheckoutFailure {
  const credits = new Map<string, bigint>();
  const passes = (id: string, balance: bigint, by: bigint) => {
    const credit = (credits.get(id) ?? 0n) + by;
    credits.set(id, credit);
    return balance + credit > MAX_HUNDREDTHS;
  };
  for (const [leg, { flow, parties }] of legs.entries()) {
    const { recipient, platform } = parties;
    if (passes(recipient.id, recipient.balance, creditOf(flow))) {
      return { code: 'balance_limit_exceeded', party: 'recipient', leg };
    }
    if (platform && passes(platform.id, platform.balance, flow.fee)) {
      return { code: 'balance_limit_exceeded', party: 'platform', leg: null };
    }
  }
  return null;
}

function carryOut(
  request: CheckoutRequest,
  legs: readonly Leg[],
  failure: CheckoutFailure,
  running: Running,
): DecidedCheckout {
  const payments = legs.map((leg, n) => payLeg(request, leg, n, { failure, running }));
  const sumOf = (of: (flow: Flow) => bigint) => legs.reduce((sum, { flow }) => sum + of(flow), 0n) as Hundredths;
  return {
    request,
    senderId: payments[0]?.senderId ?? '',
    amount: sumOf(({ amount }) => amount),
    fee: failure ? (0n as Hundredths) : sumOf(({ fee }) => fee),
    failure,
    legs: payments,
    createdAt: payments[0]?.createdAt ?? running.now,
  };
}

function payLeg(
  request: CheckoutRequest,
  { asked, flow, parties }: Leg,
  n: number,
  { failure, running }: { readonly failure: CheckoutFailure; readonly running: Running },
): DecidedPayment {
  // As they are by now: an earlier leg has moved the payer's wallet, and this one is to be later.
  const current = walletsOf(parties).map((wallet) => running.wallets.get(wallet.id) ?? wallet);
  const payment: DecidedPayment = {
    request: orderOf(request, asked, n),
    senderId: parties.sender.userId,
    recipientId: parties.recipient.userId,
    status: failure ? 'failed' : 'success',
    failure,
    fee: failure ? (0n as Hundredths) : flow.fee,
    feeWalletId: parties.platform?.id ?? null,
    hold: null,
    checkoutId: request.checkoutId,
    createdAt: stamp(running.now, current),
  };
  record(payment, running);
  if (!failure) {
    const { feeWalletId, createdAt: at } = payment;
    move({ ...payment.request, feeWalletId, at }, flow, running);
  }
  return payment;
}

/** The first leg bears the client's reference: one unique index then keeps payments and checkouts apart. */
function orderOf(request: CheckoutRequest, asked: CheckoutLeg, n: number): PostingRequest {
  const { op: _op, checkoutId: _checkoutId, legs: _legs, clientReference, ...shared } = request;
  return { ...shared, ...asked, op: 'pay', origin: 'payment', clientReference: n === 0 ? clientReference : null };
}
